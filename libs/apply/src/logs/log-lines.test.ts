import { expect, test } from 'vitest';

import { logLinesOf } from './log-lines.ts';

async function linesOf(...chunks: string[]): Promise<readonly (readonly [string, string])[]> {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  };
  const lines: (readonly [string, string])[] = [];
  for await (const { at, line } of logLinesOf(bytes())) lines.push([at, line]);
  return lines;
}

test('lines come with the time at which they were read, wherever the chunks end', async () => {
  expect(await linesOf('2026-01-02T03:04:05.123456789Z on', 'e\n2026-01-02T03:04:06Z two words\n')).toEqual([
    ['2026-01-02T03:04:05.123456789Z', 'one'],
    ['2026-01-02T03:04:06.000000000Z', 'two words'],
  ]);
});

test('times of a node in another time zone sort among the others', async () => {
  expect(await linesOf('2026-01-02T05:04:05.5+02:00 x\n')).toEqual([['2026-01-02T03:04:05.500000000Z', 'x']]);
});

test('an empty line is a line, and the last one needs no line end', async () => {
  expect(await linesOf('2026-01-02T03:04:05Z \n2026-01-02T03:04:05Z', ' cut')).toEqual([
    ['2026-01-02T03:04:05.000000000Z', ''],
    ['2026-01-02T03:04:05.000000000Z', 'cut'],
  ]);
});

test('a remark without a time belongs to the line before it, and the runtime that has no log says nothing', async () => {
  expect(
    await linesOf('2026-01-02T03:04:05Z a\nfailed to watch file\nunable to retrieve container logs for docker://0\n'),
  ).toEqual([
    ['2026-01-02T03:04:05.000000000Z', 'a'],
    ['2026-01-02T03:04:05.000000000Z', 'failed to watch file'],
  ]);
});

test('a character that two chunks share is one character', async () => {
  expect(await linesOf('2026-01-02T03:04:05Z \xc3', '\xa4\n')).toEqual([['2026-01-02T03:04:05.000000000Z', 'ä']]);
});
