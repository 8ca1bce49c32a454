import type { LocalProblem, Program, Replacement } from '@nx-kube/local';
import { beforeEach, expect, test } from 'vitest';

import { followProject, type FollowedProject, type ProjectNews } from './follow-project.ts';
import type { Made } from './maker.ts';

/** One making or one start that is under way, ended by the test. */
interface Open<Result> {
  readonly asked: unknown;
  readonly end: (result: Result) => void;
}

let makings: Open<Made>[] = [];
let starts: Open<Replacement>[] = [];
let news: ProjectNews[] = [];
let clock = 0;

function follow(): FollowedProject {
  const open = <Result>(list: Open<Result>[], asked: unknown): Promise<Result> =>
    new Promise((end) => list.push({ asked, end }));
  return followProject({
    maker: {
      target: 'build',
      make: (inUse) => open(makings, inUse),
      reset: async () => undefined,
      close: async () => undefined,
    },
    replace: (program) => open(starts, program),
    tell: (each) => news.push(each),
    now: () => clock,
  });
}

const program = (name: string): Program => ({ type: 'process', command: [name], env: {}, paths: {}, cwd: '/' });
const made = (name: string): Made => ({ ok: true, program: program(name), key: name, context: `dist/${name}` });
const problem: LocalProblem = { type: 'problem', process: 'shop-1', code: 'CRASH', because: 'no', logs: [], fix: 'do' };
const faults: Made = { ok: false, faults: ['a.ts:1:2 no'] };

/** Ends the oldest one that is open, and lets follow what follows. */
async function end<Result>(list: Open<Result>[], result: Result): Promise<unknown> {
  const oldest = list.shift();
  oldest?.end(result);
  await new Promise((resolve) => setImmediate(resolve));
  return oldest?.asked;
}

beforeEach(() => {
  [makings, starts, news, clock] = [[], [], [], 0];
});

test('the first program is what could be made first', async () => {
  const project = follow();
  await end(makings, faults);
  void project.changed();
  await end(makings, made('a'));
  expect(await project.first).toEqual(program('a'));
  expect(news).toEqual([{ type: 'faults', faults: ['a.ts:1:2 no'] }]);
  expect(starts).toEqual([]);
});

test('other code takes the place of what runs, the same code does not', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  await end(makings, made('a'));
  expect(news).toEqual([{ type: 'same' }]);
  let told = false;
  void project.changed().then(() => (told = true));
  clock = 400;
  await end(makings, made('b'));
  expect(told).toBe(false);
  expect(await end(starts, { ok: true, afterMs: 300 })).toEqual(program('b'));
  expect(told).toBe(true);
  expect(news.at(-1)).toEqual({ type: 'serves', afterMs: 400 });
});

test('changes while it is being made are made together, and what is out of date is not started', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  void project.changed();
  void project.changed();
  expect(makings).toHaveLength(1);
  await end(makings, made('b'));
  expect(makings).toHaveLength(1);
  expect(starts).toEqual([]);
  await end(makings, made('c'));
  expect(makings).toEqual([]);
  expect(starts.map(({ asked }) => asked)).toEqual([program('c')]);
});

test('one that does not get ready is overtaken, and what runs or starts keeps its folder', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  await end(makings, made('b'));
  void project.changed();
  expect(await end(makings, made('c'))).toEqual(['dist/a', 'dist/b']);
  expect(starts).toHaveLength(2);
  await end(starts, { ok: false, afterMs: 10, problem: { ...problem, code: 'SUPERSEDED' } });
  await end(starts, { ok: true, afterMs: 20 });
  expect(news.map(({ type }) => type)).toEqual(['serves']);
  void project.changed();
  expect(await end(makings, made('d'))).toEqual(['dist/c', 'dist/c']);
});

test('after one that failed, what runs needs no start, and the one that failed does not get another one by itself', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  await end(makings, made('b'));
  await end(starts, { ok: false, afterMs: 10, problem, stays: true });
  expect(news).toEqual([{ type: 'failed', problem, stays: true }]);
  expect(starts).toEqual([]);
  void project.changed();
  await end(makings, made('a'));
  expect(news.at(-1)).toEqual({ type: 'same' });
});

test('after one that failed where nothing stayed, the code of before is started', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  await end(makings, made('b'));
  await end(starts, { ok: false, afterMs: 10, problem, stays: false });
  expect(news).toEqual([{ type: 'failed', problem, stays: false }]);
  void project.changed();
  await end(makings, made('a'));
  expect(starts.map(({ asked }) => asked)).toEqual([program('a')]);
});

test('back to what serves while another one starts: that one must not take over', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  await end(makings, made('b'));
  void project.changed();
  await end(makings, made('a'));
  expect(starts.map(({ asked }) => asked)).toEqual([program('b'), program('a')]);
});

test('what a maker throws is a fault', async () => {
  const project = follow();
  await end(makings, Promise.reject(new Error('no Dockerfile')) as unknown as Made);
  expect(news).toMatchObject([{ type: 'faults' }]);
  void project.changed();
  await end(makings, made('a'));
  expect(await project.first).toEqual(program('a'));
});

test('after a fault what runs stays, and the next good one starts', async () => {
  const project = follow();
  await end(makings, made('a'));
  void project.changed();
  await end(makings, faults);
  void project.changed();
  await end(makings, made('b'));
  expect(starts).toHaveLength(1);
});
