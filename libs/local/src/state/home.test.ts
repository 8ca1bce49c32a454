import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { baseOf, belongsTo, canEnter, homeOf, makeHome } from './home.ts';
import { serviceUser } from './service-user.ts';

const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 };
const ROOT = { root: true, user: NOBODY, homes: '/homes' };
let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'nx-kube-home-'));
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
});

test('a normal user has everything in the workspace', () => {
  const base = join(workspace, '.nx-kube');
  expect(homeOf(base, { root: false, user: NOBODY, homes: '/homes' })).toBe(base);
});

test("root too where the server's user can get there, and elsewhere where a folder above is closed", () => {
  const base = join(workspace, '.nx-kube');
  chmodSync(workspace, 0o755);
  expect(homeOf(base, ROOT)).toBe(base);
  chmodSync(workspace, 0o700);
  expect(homeOf(base, ROOT)).toMatch(/^\/homes\/nx-kube-home-\w+-[0-9a-f]{12}$/);
  expect(homeOf(base, ROOT)).toBe(homeOf(base, ROOT));
  expect(homeOf(join(workspace, 'other/.nx-kube'), ROOT)).not.toBe(homeOf(base, ROOT));
});

test('who can enter a folder depends on every folder above it', () => {
  const inside = join(workspace, 'a/b');
  mkdirSync(inside, { recursive: true });
  chmodSync(workspace, 0o711);
  const stranger = { name: 'stranger', uid: 12_345, gid: 12_345 };
  expect(canEnter(inside, stranger)).toBe(true);
  expect(canEnter(join(inside, 'absent'), stranger)).toBe(true);
  chmodSync(join(workspace, 'a'), 0o750);
  expect(canEnter(inside, stranger)).toBe(false);
  expect(canEnter(inside, { ...stranger, gid: process.getgid?.() ?? 0 })).toBe(true);
  expect(canEnter(inside, { ...stranger, uid: process.getuid?.() ?? 0 })).toBe(true);
});

test('a home belongs to its workspace; of one that is gone it is free', () => {
  const home = join(workspace, 'home');
  const base = join(workspace, 'one/.nx-kube');
  const other = join(workspace, 'two/.nx-kube');
  expect(belongsTo(home, base)).toBe(true);
  mkdirSync(base, { recursive: true });
  makeHome(home, base);
  expect(belongsTo(home, base)).toBe(true);
  expect(belongsTo(home, other)).toBe(false);
  rmSync(base, { recursive: true });
  expect(belongsTo(home, other)).toBe(true);
});

test.each([
  ['/srv/app/.nx-kube/local/todo', '/srv/app/.nx-kube'],
  ['/srv/.nx-kube/app/.nx-kube/local/todo', '/srv/.nx-kube/app/.nx-kube'],
  ['/tmp/somewhere', '/tmp/somewhere'],
])('%s is in %s', (path, base) => {
  expect(baseOf(path)).toBe(base);
});

test('the user for servers is one that has a name, and is not root', () => {
  const root = 'root:x:0:0:root:/root:/bin/sh';
  expect(serviceUser(`${root}\nnobody:x:65534:65534::/:/bin/false\n`)).toEqual(NOBODY);
  expect(serviceUser(`${root}\nnobody:*:-2:-2::/var/empty:/usr/bin/false\n`)).toMatchObject({ uid: -2, gid: -2 });
  expect(serviceUser(`${root}\npostgres:x:70:70::/:/bin/sh\n`)).toMatchObject({ name: 'postgres', uid: 70 });
  expect(serviceUser(root)).toBeUndefined();
});
