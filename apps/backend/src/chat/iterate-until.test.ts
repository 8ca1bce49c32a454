import { expect, test } from 'vitest';
import { iterateUntil } from './iterate-until.ts';

async function* twoThenSilence(): AsyncGenerator<number> {
  yield 1;
  yield 2;
  await new Promise(() => undefined);
}

test('an iterator that hangs is left when the signal says so', async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const item of iterateUntil(twoThenSilence(), controller.signal)) {
      seen.push(item);
      if (item === 2) setTimeout(() => controller.abort(new Error('enough')), 10);
    }
  })();
  await expect(reading).rejects.toThrow('enough');
  expect(seen).toEqual([1, 2]);
});

test('an iterator that ends is read to its end', async () => {
  const items = (async function* () {
    yield 1;
  })();
  const seen: number[] = [];
  for await (const item of iterateUntil(items, new AbortController().signal)) seen.push(item);
  expect(seen).toEqual([1]);
});
