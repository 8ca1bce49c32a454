import { expect, test } from 'vitest';

import { box, fitted } from './box.ts';

const framed = box(['shop runs', '', 'open   http://localhost:8080']);
const fit = (columns: number): readonly string[] => framed.flatMap((line) => fitted(line, columns));

test('lines in a frame are as wide as the widest of them', () => {
  expect(framed).toEqual([
    '╭────────────────────────────────╮',
    '│  shop runs                     │',
    '│                                │',
    '│  open   http://localhost:8080  │',
    '╰────────────────────────────────╯',
  ]);
});

test.each([34, 80, Infinity])('%d columns have room for it', (columns) => {
  expect(fit(columns)).toEqual(framed);
});

test.each([33, 10])('in %d columns there is no frame to break', (columns) => {
  expect(fit(columns)).toEqual(['shop runs', '', 'open   http://localhost:8080']);
});

test('other lines are left to the terminal', () => {
  expect(fitted('a line that is too long', 10)).toEqual(['a line that is too long']);
});
