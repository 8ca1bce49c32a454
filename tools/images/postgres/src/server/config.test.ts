import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { StartError, readConfig } from './config.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'postgres-config-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function environment(password: string | undefined, more: Record<string, string> = {}): Record<string, string> {
  const file = join(folder, 'password');
  rmSync(file, { force: true });
  if (password !== undefined) writeFileSync(file, password);
  return { PGDATA: '/data/pgdata', POSTGRES_PASSWORD_FILE: file, ...more };
}

test('a file with a password and a folder are enough', () => {
  const config = { data: '/data/pgdata', user: 'todo', database: 'todo', password: 'secret', port: 5432 };
  expect(readConfig(environment('secret'))).toEqual(config);
});

test('the database has the name of the role unless it is given', () => {
  expect(readConfig(environment('x', { POSTGRES_USER: 'app' })).database).toBe('app');
  expect(readConfig(environment('x', { POSTGRES_USER: 'app', POSTGRES_DB: 'shop' })).database).toBe('shop');
});

test('one line break at the end is not part of the password, a space is', () => {
  expect(readConfig(environment(' secret \n')).password).toBe(' secret ');
});

test.each([
  { when: 'the password file is missing', env: () => environment(undefined) },
  { when: 'the password file is empty', env: () => environment('') },
  { when: 'the password file has only a line break', env: () => environment('\n') },
  { when: 'the password has several lines', env: () => environment('a\nb\n') },
  { when: 'no password file is named', env: () => ({ PGDATA: '/data/pgdata' }) },
  { when: 'PGDATA is missing', env: () => environment('x', { PGDATA: '' }) },
  { when: 'PGDATA is relative', env: () => environment('x', { PGDATA: 'data' }) },
  { when: 'the role is the superuser', env: () => environment('x', { POSTGRES_USER: 'postgres' }) },
  { when: 'the role has a quote in its name', env: () => environment('x', { POSTGRES_USER: `a'b` }) },
  { when: 'the database has a quote in its name', env: () => environment('x', { POSTGRES_DB: 'a"b' }) },
  { when: 'the port is no number', env: () => environment('x', { PGPORT: 'http' }) },
])('the container refuses to start when $when', ({ env }) => {
  expect(() => readConfig(env())).toThrow(StartError);
});

test('a refusal never shows the password', () => {
  expect(() => readConfig(environment('canary\ncanary\n'))).not.toThrow(/canary/);
});
