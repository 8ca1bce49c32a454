import type { Adaptation, Failed } from '@nx-kube/local';
import { beforeEach, expect, test } from 'vitest';

import { followStack, type FollowedStack, type StackNews } from './follow-stack.ts';

/** One evaluation that is under way, ended by the test. */
interface Open {
  readonly signal: AbortSignal;
  readonly end: (result: Adaptation | undefined) => void;
  readonly fail: (error: unknown) => void;
}

let open: Open[] = [];
let news: StackNews[] = [];
let clock = 0;
let over = new AbortController();

function follow(): FollowedStack {
  return followStack({
    adapt: (signal) => new Promise((end, fail) => open.push({ signal, end, fail })),
    explain: String,
    tell: (each) => news.push(each),
    now: () => clock,
    over: over.signal,
  });
}

const adaptation = (done: Promise<readonly Failed[] | undefined>): Adaptation => ({
  same: [],
  anew: ['shop'],
  scaled: [],
  begin: [],
  end: [],
  routes: false,
  done,
});

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const types = (): string[] => news.map(({ type }) => type);

beforeEach(() => {
  [open, news, clock, over] = [[], [], 0, new AbortController()];
});

test('what is done is told before it is done, and what it came to after', async () => {
  const stack = follow();
  clock = 100;
  stack.changed();
  const { promise, resolve } = Promise.withResolvers<readonly Failed[]>();
  open[0]?.end(adaptation(promise));
  await settle();
  expect(types()).toEqual(['adapts']);
  clock = 350;
  resolve([]);
  await settle();
  expect(news.at(-1)).toMatchObject({ type: 'adapted', failed: [], afterMs: 250 });
});

test('of a change that a newer one follows nothing is told any more', async () => {
  const stack = follow();
  stack.changed();
  stack.changed();
  expect(open.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  open[0]?.fail('the first');
  open[1]?.fail('the second');
  await settle();
  expect(news).toEqual([{ type: 'faults', fault: 'the second' }]);
});

test('what something newer has overtaken is told no more', async () => {
  const stack = follow();
  stack.changed();
  open[0]?.end(adaptation(Promise.resolve(undefined)));
  await settle();
  expect(types()).toEqual(['adapts']);
});

test('that the run ends is no fault of the stack', async () => {
  follow().changed();
  over.abort();
  open[0]?.fail('it was told to stop');
  await settle();
  expect(news).toEqual([]);
});

test('it is closed when nothing is under way', async () => {
  const stack = follow();
  stack.changed();
  const closing = stack.close();
  expect(await Promise.race([closing.then(() => 'closed'), settle().then(() => 'waits')])).toBe('waits');
  expect(open[0]?.signal.aborted).toBe(true);
  open[0]?.end(undefined);
  await closing;
  expect(news).toEqual([]);
});
