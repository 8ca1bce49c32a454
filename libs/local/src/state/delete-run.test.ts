import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { deleteRun } from './delete-run.ts';
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

test('data, what was set aside, secrets and logs of a run that is over are gone', async () => {
  const run = await open();
  if (run.type !== 'own') throw new Error('somebody runs it');
  const data = run.data('postgres');
  writeFileSync(join(data, 'page'), 'x');
  run.writeSecrets({ password: 'c2VjcmV0' });
  mkdirSync(join(data, '../../data.old'), { recursive: true });
  await run.close();
  expect(await deleteRun(folder)).toBe(true);
  expect(existsSync(data)).toBe(false);
  expect(existsSync(join(data, '../../../..', 'workspace'))).toBe(false);
  expect(readdirSync(folder).filter((name) => name !== 'lock')).toEqual([]);
});

test('while somebody runs it, nothing is deleted', async () => {
  const run = await open();
  if (run.type !== 'own') throw new Error('somebody runs it');
  const data = run.data('postgres');
  expect(await deleteRun(folder)).toBe(false);
  expect(existsSync(data)).toBe(true);
  await run.close();
  await deleteRun(folder);
});
