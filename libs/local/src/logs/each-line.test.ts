import { spawn } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';

import { expect, test } from 'vitest';

import { eachLine } from './each-line.ts';

async function linesOf(chunks: readonly (Buffer | string)[]): Promise<string[]> {
  const lines: string[] = [];
  await eachLine(Readable.from(chunks, { objectMode: false }), (line) => void lines.push(line));
  return lines;
}

test('a line that arrives in pieces is one line', async () => {
  expect(await linesOf(['ha', 'lf', ' a line\nand', ' one'])).toEqual(['half a line', 'and one']);
});

test('several lines in one piece are several, empty ones too', async () => {
  expect(await linesOf(['a\n\nb\n'])).toEqual(['a', '', 'b']);
});

test('the return before a break belongs to the break', async () => {
  expect(await linesOf(['a\r', '\nb\r\nc\rd'])).toEqual(['a', 'b', 'c\rd']);
});

test('a character that is cut between two pieces stays whole', async () => {
  const bytes = Buffer.from('grün 🚀\n');
  const pieces = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));

  expect(await linesOf(pieces)).toEqual(['grün 🚀']);
});

test('a line of 1 MB is one line', async () => {
  const long = 'x'.repeat(1_000_000);

  expect(await linesOf([`${long}\nnext\n`])).toEqual([long, 'next']);
});

test('a line without an end comes in pieces and loses nothing', async () => {
  const endless = 'ä'.repeat(2_000_000);

  const lines = await linesOf([endless]);

  expect(lines.length).toBeGreaterThan(3);
  expect(lines.every((line) => Buffer.byteLength(line) <= 1_048_576)).toBe(true);
  expect(lines.join('')).toBe(endless);
});

test('what is no UTF-8 does not stop it', async () => {
  expect(await linesOf([Buffer.from([0xff, 0xfe, 0x0a, 0x41, 0x0a])])).toEqual(['\uFFFD\uFFFD', 'A']);
});

test('a stream that breaks still gives what it had', async () => {
  const broken = new PassThrough();
  const lines: string[] = [];
  const done = eachLine(broken, (line) => void lines.push(line));
  broken.write('whole\nhalf');
  setImmediate(() => broken.destroy(new Error('gone')));
  await done;

  expect(lines).toEqual(['whole', 'half']);
});

test('the output of a real process that is killed in the middle of a line', async () => {
  const child = spawn(process.execPath, ['-e', "process.stdout.write('one\\ntw'); setInterval(() => {}, 1000)"]);
  const lines: string[] = [];
  child.stdout.once('data', () => child.kill('SIGKILL'));
  await eachLine(child.stdout, (line) => void lines.push(line));

  expect(lines).toEqual(['one', 'tw']);
});
