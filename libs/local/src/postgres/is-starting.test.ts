import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isStarting } from './is-starting.ts';

const data = mkdtempSync(join(tmpdir(), 'nx-kube-starting-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

test.each([
  ['starting', true],
  ['ready   ', false],
  ['stopping', false],
])('a server that says %s of itself', async (status, starting) => {
  const lines = ['4711', data, '1789999999', '5432', '', '127.0.0.1', '  1234  5', status, ''];
  writeFileSync(join(data, 'postmaster.pid'), lines.join('\n'));
  expect(await isStarting(data)).toBe(starting);
});

test('a server that says nothing is asked', async () => {
  rmSync(join(data, 'postmaster.pid'), { force: true });
  expect(await isStarting(data)).toBe(false);
});
