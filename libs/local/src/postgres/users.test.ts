import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { isRoot, serviceUser } from '../state/service-user.ts';
import { makeWorkspace } from './testing/workspace.ts';

interface Report {
  /** Rows: one for each run so far. */
  readonly seen: number;
  readonly data: string;
  readonly owner: number;
  readonly program: string;
}

let parent: string;
let root: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'nx-kube-users-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }), 60_000);
  root = join(parent, 'app');
  mkdirSync(root);
  makeWorkspace(root);
});

async function serveOnce(...user: string[]): Promise<Report> {
  const program = fileURLToPath(new URL('testing/serve-once.ts', import.meta.url));
  const child = spawn(process.execPath, [program, root, ...user], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  const report = JSON.parse(text) as Report;
  const home = report.data.slice(0, -'/local/todo/data/data-postgres-0'.length);
  if (!home.startsWith(parent)) onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return report;
}

test('below a folder that only its owner can enter a database works, as root too, and keeps its data', async () => {
  chmodSync(parent, 0o700);
  const first = await serveOnce();
  expect(first.seen).toBe(1);
  const second = await serveOnce();
  expect(second).toEqual({ ...first, seen: 2 });
  const elsewhere = isRoot();
  expect(first.owner).toBe(elsewhere ? serviceUser()?.uid : process.getuid?.());
  expect(first.data.startsWith(parent)).toBe(!elsewhere);
  expect(first.program.startsWith(parent)).toBe(!elsewhere);
});

test('a normal user has everything in the workspace', async () => {
  const user = isRoot() ? serviceUser()?.uid : process.getuid?.();
  if (isRoot() && user !== undefined) for (const path of [parent, root]) chownSync(path, user, -1);
  const args = isRoot() ? [String(user)] : [];
  const report = await serveOnce(...args);
  expect(await serveOnce(...args)).toEqual({ ...report, seen: 2 });
  expect(report.owner).toBe(user);
  expect(report.data).toBe(join(root, '.nx-kube/local/todo/data/data-postgres-0'));
  expect(report.program.startsWith(join(root, '.nx-kube/postgres/'))).toBe(true);
  expect(statSync(join(root, '.nx-kube/local/todo')).mode & 0o777).toBe(0o700);
});

test('data that a normal user has made is still there when root starts the same', async () => {
  const user = serviceUser();
  if (isRoot() && user) for (const path of [parent, root]) chownSync(path, user.uid, -1);
  await serveOnce(...(isRoot() && user ? [String(user.uid)] : []));
  chmodSync(parent, 0o700);
  if (isRoot()) chownSync(parent, 0, -1);
  const report = await serveOnce();
  expect(report.seen).toBe(2);
  expect(existsSync(report.program)).toBe(true);
});
