import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { isDiskFull, requireSpace } from './disk-space.ts';

test('a disk that is about to be full is an error that names the folder and what is free', () => {
  const parts = { code: 'DISK_FULL', because: expect.stringContaining('42 MiB') as string };
  expect(() => requireSpace('/data', 42.9 * 1024 * 1024)).toThrow(expect.objectContaining(parts) as Error);
  expect(() => requireSpace('/data', 42 * 1024 * 1024)).toThrow(/\/data/);
  expect(() => requireSpace('/data', 100 * 1024 * 1024)).not.toThrow();
});

test('a folder that is absent yet has the space of the one that it will be in', () => {
  expect(() => requireSpace(join(tmpdir(), 'absent', 'and', 'below'))).not.toThrow();
});

test.each([
  ['ENOSPC', true],
  ['EDQUOT', true],
  ['EACCES', false],
])('%s says that the disk is full: %s', (code, expected) => {
  expect(isDiskFull(Object.assign(new Error('write'), { code }))).toBe(expected);
});
