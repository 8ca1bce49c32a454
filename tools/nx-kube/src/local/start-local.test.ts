import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { World } from '../world.ts';
import { localFolder } from './folder.ts';
import { startLocal } from './start-local.ts';

const shop = join(import.meta.dirname, '../testing/shop-stack.ts');

test('a start that is refused sets no data aside, though it was to begin anew', async () => {
  const root = mkdtempSync(join(tmpdir(), 'nx-kube-start-'));
  chmodSync(root, 0o755); // else root's data would be elsewhere
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = localFolder(root, 'small');
  mkdirSync(join(folder, 'data/claim'), { recursive: true });
  writeFileSync(join(folder, 'data/claim/kept'), '');
  const world: World = {
    root,
    env: {},
    signal: new AbortController().signal,
    underNx: true,
    emit: () => undefined,
  };
  const start = startLocal({ stack: shop, fresh: true, mode: 'local' }, world);
  await expect(start).rejects.toMatchObject({ code: 'NOT_LOCAL' });
  expect(readdirSync(join(folder, 'data/claim'))).toEqual(['kept']);
  expect(existsSync(join(folder, 'data.old'))).toBe(false);
});
