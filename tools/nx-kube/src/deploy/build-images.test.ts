import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import type { World } from '../world.ts';
import { buildImages } from './build-images.ts';

const root = mkdtempSync(join(tmpdir(), 'nx-kube-build-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

mkdirSync(join(root, 'node_modules/nx/bin'), { recursive: true });
writeFileSync(join(root, 'package.json'), '{}');
writeFileSync(join(root, 'node_modules/nx/bin/nx.js'), 'console.log("> nx run api:build"); process.exitCode = 3;');

function worldOf(events: unknown[]): World {
  return { root, env: {}, signal: new AbortController().signal, underNx: false, emit: (event) => events.push(event) };
}

test('a build is noted as long as it runs, for whoever comes after a kill', async () => {
  const noted: unknown[] = [];
  const children = {
    remember: (child: { readonly name: string; readonly signal: string }) => noted.push([child.name, child.signal]),
    forget: (pid: number) => noted.push(['forgotten', pid > 1]),
  };
  const events: unknown[] = [];
  await expect(buildImages(['api'], 'build', worldOf(events), children)).rejects.toMatchObject({
    code: 'BUILD_FAILED',
  });
  expect(noted).toEqual([
    ['build', 'SIGTERM'],
    ['forgotten', true],
  ]);
  expect(events).toContainEqual({ type: 'step', step: 'build', state: 'note', message: 'api:build' });
});
