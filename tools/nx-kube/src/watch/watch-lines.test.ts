import { expect, test } from 'vitest';

import { changeNote, projectNotes, stackNotes, typeNotes } from './watch-lines.ts';

const texts = (notes: readonly { kind: string; message: string }[]): string[] =>
  notes.map(({ kind, message }) => `${kind} ${message}`);

test.each([
  [['a.ts'], 'changed a.ts'],
  [['a.ts', 'b.ts', 'c.ts'], 'changed a.ts, b.ts, c.ts'],
  [['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'], 'changed a.ts, b.ts, c.ts and 2 more'],
])('the change of %j is one line', (files, line) => {
  expect(texts([changeNote(files)])).toEqual([line]);
});

test('every fault of a build is a line of its own that names the project', () => {
  expect(texts(projectNotes('shop', { type: 'faults', faults: ['a.ts:1:2 no', 'b.ts:3:4 no'] }))).toEqual([
    'failed shop: a.ts:1:2 no',
    'failed shop: b.ts:3:4 no',
  ]);
});

test.each([
  { when: 'nothing is wrong and nothing was', news: { found: [], total: 0, open: 0 }, faulty: false, lines: [] },
  { when: 'a fault is found', news: { found: ['a no'], total: 1, open: 2 }, faulty: false, lines: ['types a no'] },
  { when: 'what was wrong still is', news: { found: [], total: 1, open: 0 }, faulty: true, lines: [] },
  { when: 'the last fault is mended', news: { found: [], total: 0, open: 0 }, faulty: true, lines: ['types ok'] },
  { when: 'others are still to be checked', news: { found: [], total: 0, open: 1 }, faulty: true, lines: [] },
])('of types is told $lines when $when', ({ news, faulty, lines }) => {
  expect(texts(typeNotes(news, faulty))).toEqual(lines);
});

const nothing = { same: ['db'], anew: [], scaled: [], begin: [], end: [], routes: false, done: Promise.resolve([]) };

test.each([
  [{}, 'same the stack: the same processes, nothing is restarted'],
  [{ anew: ['shop'], same: ['db', 'site'] }, 'stack shop starts anew; db, site run on'],
  [{ anew: ['a', 'b'], same: [] }, 'stack a, b start anew'],
  [{ begin: ['new'], end: ['old'] }, 'stack new begins; old ends; db runs on'],
  [{ scaled: ['shop'], routes: true }, 'stack shop is scaled; routes are led anew; db runs on'],
])('what becomes of a stack is one line: %j', (difference, line) => {
  expect(texts(stackNotes({ type: 'adapts', adaptation: { ...nothing, ...difference } }))).toEqual([line]);
});

test('who failed, who answers and who was not wanted any more is told one by one', () => {
  const problem = {
    type: 'problem',
    process: 'x',
    code: 'CRASH',
    because: 'it ended',
    logs: [],
    fix: 'mend it',
  } as const;
  const adaptation = { ...nothing, anew: ['shop', 'alone', 'site'], begin: ['new'] };
  const failed = [
    { workload: 'shop', problem, stays: true },
    { workload: 'alone', problem, stays: false },
    { workload: 'new', problem, stays: false },
  ];
  expect(texts(stackNotes({ type: 'adapted', adaptation, failed, afterMs: 1234 }))).toEqual([
    'failed shop: it ended; the one before serves on',
    'failed alone: it ended; the one before has ended, and this one is tried again',
    'failed new: it ended; it is taken away again',
    'restarted site: answers 1.23 s after the change',
  ]);
});

test('a stack that is faulty changes nothing', () => {
  expect(texts(stackNotes({ type: 'faults', fault: 'no' }))).toEqual(['failed the stack: no; what runs serves on']);
});
