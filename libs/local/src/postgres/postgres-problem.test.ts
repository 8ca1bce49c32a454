import { expect, test } from 'vitest';

import { postgresProblem } from './postgres-problem.ts';

test.each([
  ['FATAL:  incorrect checksum in control file', 'DATA_CORRUPTED'],
  ['PANIC:  could not locate a valid checkpoint record at 0/1B826F8', 'DATA_CORRUPTED'],
  ['FATAL:  could not open file "base/5/PG_VERSION": No such file or directory', 'DATA_CORRUPTED'],
  ['ERROR:  invalid page in block 0 of relation "base/5/1259"', 'DATA_CORRUPTED'],
  ['PANIC:  could not write to file "pg_wal/xlogtemp.42": No space left on device', 'DISK_FULL'],
  ['FATAL:  database files are incompatible with server', 'DATA_VERSION'],
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'PORT_TAKEN'],
  ['FATAL:  lock file "postmaster.pid" already exists', 'DATA_IN_USE'],
  ['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', 'DATA_IN_USE'],
  ['FATAL:  data directory "/data" has wrong ownership', 'DATA_FOREIGN'],
  ['FATAL:  could not create shared memory segment: Function not implemented', 'NO_MEMORY'],
  ['initdb: error: could not write file: No space left on device', 'DISK_FULL'],
])('%j is %s', (line, code) => {
  expect(postgresProblem(['LOG:  starting', line, 'LOG:  database system is shut down'])).toMatchObject({ code });
});

test('the cause repeats what the server said last about it, without its level', () => {
  const lines = [
    'LOG:  x',
    'FATAL:  lock file "postmaster.pid" already exists',
    'HINT:  Is another postmaster running?',
  ];
  const problem = postgresProblem(lines);
  expect(problem?.because).toMatch(/: lock file "postmaster\.pid" already exists$/);
  expect(problem?.logs).toEqual(lines);
});

test('a full disk is the cause even where damage is what follows from it', () => {
  const lines = ['PANIC:  could not write: No space left on device', 'FATAL:  could not open file "global/pg_control"'];
  expect(postgresProblem(lines)?.code).toBe('DISK_FULL');
});

test('of lines that say nothing about it nothing is known', () => {
  expect(
    postgresProblem(['LOG:  starting PostgreSQL 18.4', 'FATAL:  the database system is starting up']),
  ).toBeUndefined();
  expect(postgresProblem([])).toBeUndefined();
});
