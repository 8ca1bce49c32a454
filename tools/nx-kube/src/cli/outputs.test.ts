import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { describeError } from '../error.ts';
import type { RunEvent } from '../report/events.ts';
import { openPrinter } from './outputs.ts';

const event: RunEvent = { type: 'note', kind: 'rendered', message: '3 files', seq: 1, elapsedMs: 2 };

const collect = (): { write: (text: string) => void; text: () => string } => {
  let all = '';
  return {
    write: (text) => {
      all += text;
    },
    text: () => all,
  };
};

test('with --output json, standard output is one event per line and nothing else', () => {
  const out = collect();
  const printer = openPrinter({ output: 'json' }, { out, env: {} });
  printer.print(event);
  printer.end();
  expect(
    out
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([event]);
});

test('with --output-file, the file has the events and the terminal has text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  try {
    const out = collect();
    const file = join(folder, 'events.ndjson');
    const printer = openPrinter({ output: 'json', outputFile: file }, { out, env: {} });
    printer.print(event);
    printer.end();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(event);
    expect(out.text()).toBe('rendered  3 files\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file that cannot be written is an error with a code', () => {
  expect(() => openPrinter({ outputFile: join(tmpdir(), 'no-such-folder', 'x') }, { out: collect(), env: {} })).toThrow(
    expect.objectContaining({ code: 'OUTPUT_FILE' }) as Error,
  );
  expect(describeError(new Error('x')).code).toBe('UNEXPECTED');
});

test.each([
  ['on a terminal', { isTTY: true }, {}, true],
  ['on a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
  ['in a pipe', {}, {}, false],
  ['in a pipe with FORCE_COLOR, as under Nx', {}, { FORCE_COLOR: 'true' }, false],
])('%s the text has the colours that belong there', (_, stream, env, coloured) => {
  const out = collect();
  const printer = openPrinter({}, { out: { ...out, ...stream }, env: { TERM: 'xterm', ...env } });
  printer.print({ type: 'warning', message: 'look', seq: 1, elapsedMs: 1 });
  printer.end();
  expect(out.text().includes('\u001B[33m')).toBe(coloured);
});
