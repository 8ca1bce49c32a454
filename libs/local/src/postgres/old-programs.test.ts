import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { openRunFolder } from '../state/run-folder.ts';
import { postgresPrograms } from './programs.ts';
import { makeWorkspace } from './testing/workspace.ts';

const HERE = `${process.platform}-${process.arch}`;
const SUPERVISOR = fileURLToPath(new URL('../state/testing/supervisor.ts', import.meta.url));

let root: string;
let present: string;
let old: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nx-kube-old-programs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }), 60_000);
  chmodSync(root, 0o755);
  makeWorkspace(root);
  present = postgresPrograms(root);
  old = join(present, '..', `17.1.0-${HERE}`);
  mkdirSync(join(old, 'bin'), { recursive: true });
});

/** Starts a program that runs until it is told to end, or the test is over. */
async function runs(program: string, ...args: readonly string[]): Promise<Running> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = once(child, 'exit');
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(end);
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, end };
}

interface Running {
  readonly pid: number;
  readonly end: () => Promise<void>;
}

const runOf = (stack: string): string => join(root, '.nx-kube/local', stack);

test('the programs of another version are deleted, and those of other platforms stay', () => {
  const foreign = join(present, '..', '17.1.0-plan9-mips');
  mkdirSync(foreign);
  postgresPrograms(root);
  expect(existsSync(old)).toBe(false);
  expect(existsSync(join(present, 'bin/postgres'))).toBe(true);
  expect(existsSync(foreign)).toBe(true);
});

test('what a deletion has left that was killed half way is cleared away', () => {
  const half = `${old}.999999999.new`;
  mkdirSync(half);
  postgresPrograms(root);
  expect(existsSync(half)).toBe(false);
});

test('they are deleted by a start that has its own run folder, and children there already', async () => {
  const run = await openRunFolder({ folder: runOf('todo'), stack: 'todo', mode: 'local', emit: () => undefined });
  if (run.type !== 'own') throw new Error('somebody else has it');
  const { pid } = await runs('sh', '-c', 'echo up; exec sleep 60');
  run.remember({ pid, name: 'web-1', signal: 'SIGTERM' });
  postgresPrograms(root);
  await run.close();
  expect(existsSync(old)).toBe(false);
});

test('they stay while another stack of the workspace runs, which may need them', async () => {
  const other = await runs(process.execPath, SUPERVISOR, runOf('other'));
  postgresPrograms(root);
  expect(existsSync(old)).toBe(true);
  await other.end();
  postgresPrograms(root);
  expect(existsSync(old)).toBe(false);
});

test('they stay while a process lives that a killed run of another stack has left', async () => {
  const supervisor = await runs(process.execPath, SUPERVISOR, runOf('other'), 'child');
  await supervisor.end();
  postgresPrograms(root);
  expect(existsSync(old)).toBe(true);
  const again = await openRunFolder({ folder: runOf('other'), stack: 'other', mode: 'local', emit: () => undefined });
  if (again.type === 'own') await again.close();
  postgresPrograms(root);
  expect(existsSync(old)).toBe(false);
});

test('they stay while any process runs from there', async () => {
  const program = join(old, 'bin/postgres');
  writeFileSync(program, '#!/bin/sh\necho up\nread -r line\n', { mode: 0o755 });
  const server = await runs(program);
  postgresPrograms(root);
  expect(existsSync(program)).toBe(true);
  await server.end();
  postgresPrograms(root);
  expect(existsSync(old)).toBe(false);
});

test('a start does not fail for what can not be deleted', () => {
  writeFileSync(join(root, '.nx-kube/local'), 'no folder');
  rmSync(old, { recursive: true });
  writeFileSync(old, 'no folder either');
  expect(postgresPrograms(root)).toBe(present);
});
