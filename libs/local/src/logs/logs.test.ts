import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { LogLine } from './log-line.ts';
import { logFileName } from './log-names.ts';
import { openLogs } from './open-logs.ts';
import { readLogs, type ReadLogsOptions } from './read-logs.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Before everything that is written with the real time. */
const began = Date.now() - 3_600_000;
let clock = 0;

function line(process: string, text: string): LogLine {
  clock += 1;
  return { process, stream: 'stdout', line: text, at: new Date(began + clock).toISOString() };
}

async function read(options: Partial<ReadLogsOptions> = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const each of readLogs({ folder, tail: Infinity, follow: false, ...options })) lines.push(each);
  return lines;
}

const texts = (lines: readonly LogLine[]): string[] => lines.map(({ line }) => line);

/** Follows until `count` lines have come. */
async function follow(count: number, options: Partial<ReadLogsOptions> = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  if (count === 0) return lines;
  for await (const each of readLogs({ folder, tail: Infinity, follow: true, ...options })) {
    lines.push(each);
    if (lines.length === count) break;
  }
  return lines;
}

test('what processes print is read back in the order of time', async () => {
  const logs = openLogs(folder);
  const written = [
    line('backend-1', 'a'),
    line('mcp-1', 'b'),
    line('backend-1', 'c'),
    { ...line('mcp-1', 'd'), stream: 'stderr' as const },
  ];
  for (const each of written) logs.write(each);
  await logs.close();

  expect(await read()).toEqual(written);
});

test('a process has a file of its own, which only its user can read', async () => {
  const logs = openLogs(folder);
  logs.write(line('backend-1', 'a'));
  await logs.close();

  expect(readdirSync(folder)).toEqual(['backend-1.jsonl']);
  expect(statSync(join(folder, 'backend-1.jsonl')).mode & 0o077).toBe(0);
});

test('a name that is no file name stays inside the folder and comes back', async () => {
  const logs = openLogs(folder);
  logs.write(line('../../etc/a=b %', 'x'));
  await logs.close();

  expect(readdirSync(folder)).toHaveLength(1);
  expect((await read())[0]?.process).toBe('../../etc/a=b %');
});

test('only the processes asked for', async () => {
  const logs = openLogs(folder);
  for (const name of ['a-1', 'b-1', 'c-1']) logs.write(line(name, name));
  await logs.close();

  expect(texts(await read({ processes: ['c-1', 'a-1', 'unknown'] }))).toEqual(['a-1', 'c-1']);
});

test('the tail is counted for each process', async () => {
  const logs = openLogs(folder);
  for (let each = 0; each < 10; each += 1) logs.write(line('a-1', `a${each}`));
  logs.write(line('b-1', 'b0'));
  await logs.close();

  expect(texts(await read({ tail: 2 }))).toEqual(['a8', 'a9', 'b0']);
  expect(await read({ tail: 0 })).toEqual([]);
});

test('a folder that does not exist holds nothing', async () => {
  expect(await read({ folder: join(folder, 'none') })).toEqual([]);
});

test('a next run appends to what there is', async () => {
  for (const text of ['first run', 'second run']) {
    const logs = openLogs(folder);
    logs.write(line('a-1', text));
    await logs.close();
  }

  expect(texts(await read())).toEqual(['first run', 'second run']);
});

test('half a line that a kill left spoils no other', async () => {
  writeFileSync(join(folder, 'a-1.jsonl'), '{"at":"2026-01-01T00:00:00.000Z","stream":"std');
  const logs = openLogs(folder);
  logs.write(line('a-1', 'whole'));
  await logs.close();

  expect(texts(await read())).toEqual(['whole']);
});

test('a line of 1 MB is kept whole', async () => {
  const long = 'ü'.repeat(500_000);
  const logs = openLogs(folder);
  logs.write(line('a-1', long));
  logs.write(line('a-1', 'next'));
  await logs.close();

  expect(texts(await read())).toEqual([long, 'next']);
});

test('a full file becomes the old one, and one old one is kept', async () => {
  const logs = openLogs(folder);
  for (let each = 0; each < 16; each += 1) {
    logs.write(line('a-1', `${each} ${'x'.repeat(1_000_000)}`));
    await sleep(10);
  }
  await logs.close();

  const files = readdirSync(folder).toSorted();
  expect(files).toEqual(['a-1.jsonl', 'a-1.jsonl.old']);
  for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(5_000_000);
  const numbers = texts(await read()).map((text) => Number(text.split(' ')[0]));
  expect(numbers.at(-1)).toBe(15);
  expect(numbers).toEqual(numbers.map((_, index) => 16 - numbers.length + index));
});

test('the tail reaches into the old file', async () => {
  const logs = openLogs(folder);
  for (let each = 0; each < 7; each += 1) logs.write(line('a-1', `${each} ${'x'.repeat(1_000_000)}`));
  await logs.close();
  expect(readdirSync(folder)).toHaveLength(2);

  expect(texts(await read({ tail: 5 })).map((text) => text[0])).toEqual(['2', '3', '4', '5', '6']);
});

test('who follows gets what comes, and from the process that starts later too', async () => {
  const logs = openLogs(folder);
  logs.write(line('a-1', 'before'));
  const following = follow(4);
  await sleep(150);
  logs.write(line('a-1', 'after'));
  await sleep(150);
  logs.write(line('b-1', 'new process'));
  await sleep(150);
  logs.write(line('a-1', 'again'));

  expect(texts(await following)).toEqual(['before', 'after', 'new process', 'again']);
  await logs.close();
});

test('who follows a folder that is made later gets its lines', async () => {
  const later = join(folder, 'later');
  const following = follow(1, { folder: later });
  await sleep(150);
  const logs = openLogs(later);
  logs.write(line('a-1', 'here'));

  expect(texts(await following)).toEqual(['here']);
  await logs.close();
});

test('a line that is written in two halves is one line for who follows', async () => {
  const file = join(folder, logFileName('a-1'));
  const stored = `${JSON.stringify({ at: '2026-01-01T00:00:00.000Z', stream: 'stdout', line: 'grün 🚀' })}\n`;
  const bytes = Buffer.from(stored);
  const cut = bytes.indexOf(0xbc);
  appendFileSync(file, bytes.subarray(0, cut));
  const following = follow(1);
  await sleep(250);
  appendFileSync(file, bytes.subarray(cut));

  expect(texts(await following)).toEqual(['grün 🚀']);
});

test('rotation while somebody follows loses and repeats nothing', async () => {
  const logs = openLogs(folder);
  const total = 240;
  const following = follow(total);
  for (let each = 0; each < total; each += 1) {
    logs.write(line('a-1', `${each} ${'x'.repeat(100_000)}`));
    if (each % 8 === 0) await sleep(10);
  }
  await logs.close();

  expect(texts(await following).map((text) => Number(text.split(' ')[0]))).toEqual(
    Array.from({ length: total }, (_, at) => at),
  );
});

test('who follows can stop at any time', async () => {
  const logs = openLogs(folder);
  logs.write(line('a-1', 'only'));
  await logs.close();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);

  expect(texts(await read({ follow: true, signal: stop.signal }))).toEqual(['only']);
});

test('another thread that follows sees what this one writes', async () => {
  const logs = openLogs(folder);
  const worker = new Worker(
    `import { parentPort, workerData } from 'node:worker_threads';
     const { readLogs } = await import(workerData.module);
     for await (const each of readLogs({ folder: workerData.folder, tail: 0, follow: true })) { parentPort.postMessage(each.line); break; }`,
    {
      eval: true,
      workerData: { folder, module: new URL('read-logs.ts', import.meta.url).href },
      execArgv: ['--input-type=module'],
    },
  );
  const seen = once(worker, 'message');
  const ticking = setInterval(() => logs.write(line('a-1', 'tick')), 50);
  try {
    expect(await seen).toEqual(['tick']);
  } finally {
    clearInterval(ticking);
    await worker.terminate();
    await logs.close();
  }
});

test.runIf(process.platform === 'linux')('a full disk loses lines and ends nothing', async () => {
  symlinkSync('/dev/full', join(folder, logFileName('a-1')));
  const logs = openLogs(folder);
  for (let each = 0; each < 100; each += 1) logs.write(line('a-1', `lost ${each}`));
  await logs.close();

  expect(await read({ processes: ['b-1'] })).toEqual([]);
});

test.runIf(process.platform === 'linux')('when a disk takes lines again it is told how many are missing', async () => {
  const file = join(folder, logFileName('a-1'));
  symlinkSync('/dev/full', file);
  const logs = openLogs(folder);
  logs.write(line('a-1', 'lost'));
  logs.write(line('a-1', 'lost too'));
  await sleep(100);
  rmSync(file);
  logs.write(line('a-1', 'kept'));
  await logs.close();

  const stored = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as LogLine);
  expect(stored.map(({ stream }) => stream)).toEqual(['stderr', 'stdout']);
  expect(stored[0]?.line).toContain('2 lines');
});

test('a folder that can not be made ends nothing', async () => {
  writeFileSync(join(folder, 'file'), '');
  const logs = openLogs(join(folder, 'file', 'logs'));
  logs.write(line('a-1', 'lost'));

  await expect(logs.close()).resolves.toBeUndefined();
});

test('a file whose place is taken by a folder ends nothing', async () => {
  mkdirSync(join(folder, logFileName('a-1')));
  const logs = openLogs(folder);
  logs.write(line('a-1', 'lost'));
  logs.write(line('b-1', 'kept'));
  await logs.close();

  expect(texts(await read({ processes: ['b-1'] }))).toEqual(['kept']);
});

test('a file that is deleted while it is written comes back with the next process, and nothing throws', async () => {
  const file = join(folder, logFileName('a-1'));
  const logs = openLogs(folder);
  logs.write(line('a-1', 'one'));
  await sleep(50);
  expect(readFileSync(file, 'utf8')).toContain('one');
  rmSync(file);
  logs.write(line('a-1', 'two'));

  await expect(logs.close()).resolves.toBeUndefined();
});

test('what comes faster than a disk writes is bounded, and it is told how many are missing', async () => {
  const logs = openLogs(folder);
  for (let each = 0; each < 40; each += 1) logs.write(line('a-1', 'x'.repeat(1_000_000)));
  await logs.close();

  const lines = await read();
  expect(lines.length).toBeLessThan(40);
  expect(texts(lines).some((text) => /\d+ lines could not be written/.test(text))).toBe(true);
});

test('forty thousand lines at once are all written', async () => {
  const logs = openLogs(folder);
  for (let each = 0; each < 40_000; each += 1) logs.write(line('a-1', `line ${each}`));
  await logs.close();

  const lines = texts(await read());
  expect(lines).toHaveLength(40_000);
  expect(lines.at(-1)).toBe('line 39999');
});
