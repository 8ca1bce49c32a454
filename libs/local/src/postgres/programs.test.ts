import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { postgresPackage } from './package-folder.ts';
import { postgresPrograms } from './programs.ts';
import { makeWorkspace } from './testing/workspace.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nx-kube-programs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  chmodSync(root, 0o755);
  makeWorkspace(root);
});

test('the programs run, though no install script has linked their libraries', () => {
  const folder = postgresPrograms(root);
  expect(folder).toContain(postgresPackage(root).version);
  const env = { NODE_ENV: 'test', PATH: '' } as const;
  expect(execFileSync(join(folder, 'bin/postgres'), ['--version'], { env, encoding: 'utf8' })).toMatch(/PostgreSQL/);
  expect(execFileSync(join(folder, 'bin/initdb'), ['--version'], { env, encoding: 'utf8' })).toMatch(/PostgreSQL/);
  const link = readdirSync(join(folder, 'lib')).find((name) => /^libpq\.(?:so\.5|5\.dylib)$/.test(name));
  expect(lstatSync(join(folder, 'lib', link ?? '')).isSymbolicLink()).toBe(true);
});

test('they take no space of their own, and are completed once', () => {
  const folder = postgresPrograms(root);
  const [ours, theirs] = [join(folder, 'bin/postgres'), join(postgresPackage(root).native, 'bin/postgres')];
  expect(statSync(ours).ino).toBe(statSync(theirs).ino);
  const made = statSync(folder).ctimeMs;
  expect(postgresPrograms(root)).toBe(folder);
  expect(statSync(folder).ctimeMs).toBe(made);
});

test('what only its owner may read becomes a copy that everybody may', () => {
  const theirs = join(postgresPackage(root).native, 'share/postgresql/postgres.bki');
  const bytes = readFileSync(theirs);
  rmSync(theirs); // it is the same file as others have, under another name
  writeFileSync(theirs, bytes);
  chmodSync(theirs, 0o600);
  const ours = join(postgresPrograms(root), 'share/postgresql/postgres.bki');
  expect(statSync(ours).mode & 0o777).toBe(0o644);
  expect(statSync(ours).ino).not.toBe(statSync(theirs).ino);
});

test('what a start has left that was killed half way is cleared away', () => {
  const folder = postgresPrograms(root);
  rmSync(folder, { recursive: true });
  mkdirSync(`${folder}.999999999.new/bin`, { recursive: true });
  expect(postgresPrograms(root)).toBe(folder);
  expect(readdirSync(join(folder, '..'))).toHaveLength(1);
});

test.each(['win32-x64', 'freebsd-x64', 'linux-riscv64'])('on %s there is none: DATABASE_URL is the fix', (platform) => {
  const parts = { code: 'NO_POSTGRES', fix: expect.stringContaining('DATABASE_URL') as string };
  expect(() => postgresPackage(root, platform)).toThrow(expect.objectContaining(parts) as Error);
});

test('a package that npm was told to leave out is named', () => {
  const missing = process.platform === 'darwin' ? 'linux-x64' : 'darwin-arm64';
  const parts = { code: 'NO_POSTGRES', because: expect.stringContaining(missing) as string };
  expect(() => postgresPackage(root, missing)).toThrow(expect.objectContaining(parts) as Error);
});
