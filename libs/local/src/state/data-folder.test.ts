import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { dataFolder } from './data-folder.ts';
import type { Machine } from './home.ts';
import { canEnter } from './home.ts';
import { setAside } from './set-aside.ts';

const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 };
let parent: string;
let closed: string;
let root: Machine;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'nx-kube-data-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  chmodSync(parent, 0o755);
  closed = join(parent, 'closed');
  root = { root: true, user: NOBODY, homes: join(parent, 'homes') };
});

function makeRun(workspace: string, mode: number): string {
  const folder = join(closed, workspace, '.nx-kube/local/todo');
  mkdirSync(folder, { recursive: true });
  chmodSync(closed, mode);
  return folder;
}

test('data is in the folder of the run where everybody who needs it can get there', () => {
  const folder = makeRun('app', 0o755);
  expect(dataFolder(folder)).toBe(join(folder, 'data'));
});

test('data that is set aside stays whole, and one generation of it is kept', () => {
  const folder = makeRun('app', 0o755);
  expect(setAside(folder)).toBeUndefined();
  for (const text of ['first', 'second']) {
    writeFileSync(join(dataFolder(folder), 'file'), text);
    const old = setAside(folder) ?? '';
    expect(old).toBe(`${join(folder, 'data')}.old`);
    expect(readFileSync(join(old, 'file'), 'utf8')).toBe(text);
    expect(readdirSync(dataFolder(folder))).toEqual([]);
  }
  expect(setAside(folder)).toBeUndefined();
  expect(readFileSync(join(folder, 'data.old/file'), 'utf8')).toBe('second');
});

describe('as root, below a folder that is closed to others', () => {
  test('data is elsewhere, where they can get, and a link leads there', () => {
    const folder = makeRun('app', 0o700);
    const data = dataFolder(folder, root);
    expect(relative(root.homes, data)).toMatch(/^app-[0-9a-f]{12}\/local\/todo\/data$/);
    expect(readlinkSync(join(folder, 'data'))).toBe(data);
    expect(canEnter(data, NOBODY)).toBe(true);
    expect(dataFolder(folder, root)).toBe(data);
  });

  test('it stays there when the folder is opened to others, and when the workspace moves', () => {
    const folder = makeRun('app', 0o700);
    const data = dataFolder(folder, root);
    chmodSync(closed, 0o755);
    expect(dataFolder(folder, root)).toBe(data);
    renameSync(join(closed, 'app'), join(closed, 'moved'));
    chmodSync(closed, 0o700);
    expect(dataFolder(join(closed, 'moved/.nx-kube/local/todo'), root)).toBe(data);
    expect(dataFolder(makeRun('app', 0o700), root)).not.toBe(data);
  });

  test('a workspace that was copied gets data of its own', () => {
    const folder = makeRun('app', 0o700);
    const data = dataFolder(folder, root);
    cpSync(join(closed, 'app'), join(closed, 'copy'), { recursive: true, verbatimSymlinks: true });
    expect(dataFolder(join(closed, 'copy/.nx-kube/local/todo'), root)).not.toBe(data);
    expect(dataFolder(folder, root)).toBe(data);
  });

  test('data that was made before the folder was closed goes there, once', () => {
    const folder = makeRun('app', 0o755);
    writeFileSync(join(dataFolder(folder, root), 'file'), 'kept');
    chmodSync(closed, 0o700);
    const data = dataFolder(folder, root);
    expect(lstatSync(join(folder, 'data')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(data, 'file'), 'utf8')).toBe('kept');
    const old = setAside(folder, root) ?? '';
    expect(readFileSync(join(old, 'file'), 'utf8')).toBe('kept');
    expect(old).toBe(`${data}.old`);
    expect(existsSync(join(dataFolder(folder, root), 'file'))).toBe(false);
  });
});
