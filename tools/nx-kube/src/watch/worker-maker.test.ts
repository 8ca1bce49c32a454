import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Program } from '@nx-kube/local';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Maker } from './maker.ts';
import { workerMaker } from './worker-maker.ts';

/** Answers with what is in a file, as if that were the code. */
const WORKER = `
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
for await (const line of createInterface({ input: process.stdin })) {
  const digest = readFileSync('code', 'utf8');
  const bad = { ok: false, errors: [{ text: 'no', file: 'a.ts', line: 3, column: 7 }, { text: 'nowhere' }] };
  console.log(JSON.stringify(digest === 'bad' ? bad : { ok: true, context: JSON.parse(line).out, digest }));
}
`;

let root = '';
let maker: Maker;
let variables: Readonly<Record<string, string>> = {};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'maker-'));
  writeFileSync(join(root, 'worker.mjs'), WORKER);
  write('first');
  variables = {};
  maker = workerMaker({
    root,
    project: 'shop',
    target: { options: { command: 'node worker.mjs' } },
    env: { PATH: process.env['PATH'] },
    programOf: (context): Program => ({
      type: 'process',
      command: ['node', '/app/main.mjs'],
      env: variables,
      paths: { '/app': join(root, context, 'app') },
      cwd: join(root, context),
    }),
  });
});
afterEach(async () => {
  await maker.close();
  rmSync(root, { recursive: true });
});

function write(code: string): void {
  writeFileSync(join(root, 'code'), code);
}

async function make(...inUse: readonly string[]): Promise<{ key: string; context: string; program: Program }> {
  const made = await maker.make(inUse);
  if (!made.ok || made.context === undefined) throw new Error(`not made: ${JSON.stringify(made)}`);
  return { ...made, context: made.context };
}

test('no build goes where something runs, and the same code has the same key wherever it is', async () => {
  const first = await make();
  const second = await make(first.context);
  const third = await make(first.context, second.context);
  expect(new Set([first, second, third].map(({ context }) => context)).size).toBe(3);
  expect(second.key).toBe(first.key);
  expect(third.key).toBe(first.key);
  for (let times = 0; times < 8; times += 1)
    expect((await make(first.context, third.context)).context).not.toBe(third.context);
});

test('other code, or another program of the image, is another key', async () => {
  const { key } = await make();
  write('second');
  const second = await make();
  expect(second.key).not.toBe(key);
  variables = { LEVEL: 'debug' };
  expect((await make()).key).not.toBe(second.key);
});

test('what runs names positions in the sources, besides what its image sets', async () => {
  expect((await make()).program).toMatchObject({ env: { NODE_OPTIONS: '--enable-source-maps' } });
  variables = { NODE_OPTIONS: '--max-semi-space-size=4' };
  expect((await make()).program).toMatchObject({
    env: { NODE_OPTIONS: '--max-semi-space-size=4 --enable-source-maps' },
  });
});

test('faults are texts that a terminal makes clickable', async () => {
  write('bad');
  expect(await maker.make([])).toEqual({ ok: false, faults: ['a.ts:3:7 no', 'nowhere'] });
});
