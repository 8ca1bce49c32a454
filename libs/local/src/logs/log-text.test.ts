import { stripVTControlCharacters } from 'node:util';

import { expect, test } from 'vitest';

import { logText } from './log-text.ts';
import { paintProcess } from './paint-process.ts';

const at = new Date(2026, 10, 21, 15, 4, 5, 678).toISOString();
const line = (text: string): Parameters<typeof logText>[0] => ({
  process: 'backend-1',
  at,
  line: text,
});
const ESC = '\u001B';

test('a line says who, when and what', () => {
  expect(logText(line('hello'), { colours: false, width: 12 })).toBe('backend-1     15:04:05.678  hello');
});

test('the time in the line itself counts before the time at which it was read', () => {
  const time = new Date(2026, 0, 1, 1, 2, 3, 4).toISOString();

  expect(logText(line(JSON.stringify({ time, message: 'hello' })), { colours: false })).toBe(
    'backend-1  01:02:03.004  hello',
  );
});

test('only what is bad says how bad it is', () => {
  const shown = (level: string): string =>
    logText(line(JSON.stringify({ level, message: 'text' })), { colours: false, times: false });

  expect([shown('info'), shown('warn'), shown('error')]).toEqual([
    'backend-1  text',
    'backend-1  warn   text',
    'backend-1  error  text',
  ]);
});

test('without colours there is no escape sequence at all, whatever a process prints', () => {
  const shown = logText(line(`${ESC}[31mred${ESC}[0m ${ESC}]0;title\u0007 ${ESC}[2J ${ESC}c \u009B31m \u0007 end`), {
    colours: false,
  });

  expect(shown).toBe(stripVTControlCharacters(shown));
  // oxlint-disable-next-line no-control-regex -- the point of the test
  expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});

test('with colours those of the process stay, and nothing that moves the cursor does', () => {
  const shown = logText(line(`${ESC}[31mred${ESC}[0m ${ESC}[2Jcleared ${ESC}[10A up ${ESC}]52;c;aGk=\u0007`), {
    colours: true,
  });

  expect(shown).toContain(`${ESC}[31mred`);
  expect(shown).not.toContain(`${ESC}[2J`);
  expect(shown).not.toContain(`${ESC}[10A`);
  expect(shown).not.toContain(`${ESC}]`);
});

test('escape sequences inside of JSON are as harmless', () => {
  const shown = logText(line(JSON.stringify({ message: `a${ESC}[2Jb`, other: `c${ESC}[3Ad` })), { colours: true });

  expect(shown).not.toContain(`${ESC}[2J`);
  expect(shown).not.toContain(`${ESC}[3A`);
});

test('what a process says instead of a time is not shown', () => {
  const shown = logText(line(JSON.stringify({ time: `${ESC}]0;title\u0007`, message: 'text' })), { colours: true });

  expect(shown).not.toContain(']0;title');
  expect(shown).toContain('text');
});

test('a colour that a process leaves on ends with its line', () => {
  expect(logText(line(`${ESC}[31mred`), { colours: true }).endsWith(`${ESC}[0m`)).toBe(true);
});

test('of a progress line the last state is shown', () => {
  expect(logText(line('10 %\r50 %\r100 %\r'), { colours: false, times: false })).toBe('backend-1  100 %');
});

test('a process has the same colour every time, and its replicas have others', () => {
  const colourOf = (name: string): string => paintProcess(name).slice(0, paintProcess(name).indexOf('m') + 1);

  expect(colourOf('backend-1')).toBe(colourOf('backend-1'));
  expect(colourOf('backend-1')).toBe(colourOf('backend-1   '));
  expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map((replica) => colourOf(`backend-${replica}`))).size).toBe(8);
});

test('workloads do not all get the same colour', () => {
  const names = ['backend-1', 'frontend-1', 'mcp-1', 'postgres-1', 'backend-migrate'];
  const prefixes = names.map((name) => paintProcess(name).split(name)[0]);

  expect(new Set(prefixes).size).toBeGreaterThan(2);
});
