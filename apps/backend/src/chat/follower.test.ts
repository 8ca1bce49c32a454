import { expect, test } from 'vitest';
import { createFollower } from './follower.ts';

const row = (seq: number, event = 'delta'): { seq: number; event: string; data: object } => ({ seq, event, data: {} });
const numbers = (rows: readonly { seq: number }[] | undefined): number[] | undefined => rows?.map(({ seq }) => seq);

test('a reader gets every row once and in order, whatever is offered', async () => {
  const follower = createFollower('turn', 0, () => undefined);
  follower.offer([row(2)]);
  follower.offer([row(1), row(2)]);
  follower.offer([row(1), row(2), row(3)]);
  expect(numbers(await follower.read(1000))).toEqual([1, 2, 3]);
  expect(follower.cursor).toBe(3);
});

test('a reader that comes back gets only what it has not', async () => {
  const follower = createFollower('turn', 2, () => undefined);
  follower.offer([row(1), row(2), row(3)]);
  expect(numbers(await follower.read(1000))).toEqual([3]);
});

test('a reader that waits is woken by a row', async () => {
  const follower = createFollower('turn', 0, () => undefined);
  const reading = follower.read(60_000);
  follower.offer([row(1)]);
  expect(numbers(await reading)).toEqual([1]);
});

test('a reader that waits in vain is told so, and goes on waiting', async () => {
  const follower = createFollower('turn', 0, () => undefined);
  expect(await follower.read(1)).toEqual([]);
  follower.offer([row(1)]);
  expect(numbers(await follower.read(1000))).toEqual([1]);
});

test('nothing comes after the last event', async () => {
  const follower = createFollower('turn', 0, () => undefined);
  follower.offer([row(1), row(2, 'done'), row(3)]);
  expect(numbers(await follower.read(1000))).toEqual([1, 2]);
  expect(await follower.read(1000)).toBeUndefined();
});

test('what was taken up is still read after the end', async () => {
  const follower = createFollower('turn', 0, () => undefined);
  follower.offer([row(1)]);
  follower.end();
  expect(numbers(await follower.read(1000))).toEqual([1]);
  expect(await follower.read(1000)).toBeUndefined();
});

test('a reader that does not read holds a bounded number of rows, and asks for the rest when it has read them', async () => {
  let emptied = 0;
  const follower = createFollower('turn', 0, () => (emptied += 1));
  follower.offer(Array.from({ length: 2000 }, (_, index) => row(index + 1)));
  expect(follower.hungry).toBe(false);
  expect((await follower.read(1000))?.length).toBe(500);
  expect(emptied).toBe(1);
  expect(follower.hungry).toBe(true);
  follower.offer([row(501)]);
  expect(numbers(await follower.read(1000))).toEqual([501]);
});
