import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openChildren } from './children.ts';
import { endLeft } from './end-left.ts';
import { openRunFolder } from './run-folder.ts';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  folder = join(root, '.nx-kube/local/shop');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (): ReturnType<typeof openRunFolder> =>
  openRunFolder({ folder, stack: 'shop', mode: 'local', emit: () => undefined });

test('what a killed run has left is ended by name, and nothing is started', async () => {
  const run = await open();
  if (run.type !== 'own') throw new Error('somebody runs it');
  await run.close();
  const left = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const ended = once(left, 'exit');
  openChildren(folder, () => undefined).add({ pid: left.pid ?? -1, name: 'web-1', signal: 'SIGTERM' });
  expect(await endLeft(folder)).toEqual(['web-1']);
  await ended;
  expect(await endLeft(folder)).toEqual([]);
});

test('while somebody runs it, nothing is ended', async () => {
  const run = await open();
  if (run.type !== 'own') throw new Error('somebody runs it');
  expect(await endLeft(folder)).toBeUndefined();
  await run.close();
});
