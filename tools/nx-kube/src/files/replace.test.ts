import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Output } from './output.ts';
import { replaceFiles } from './replace-files.ts';
import { replaceFolder } from './replace-folder.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  folder = join(parent, 'out');
});
afterEach(() => rmSync(parent, { recursive: true }));

const put = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};
/** All files below the parent, drafts and leftovers too, but for markers. */
const all = (): Record<string, string> => {
  const entries = readdirSync(parent, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths
      .filter((path) => !/\/\.nx-kube-[a-z]+$/.test(path))
      .map((path) => [path.slice(parent.length + 1), readFileSync(path, 'utf8')]),
  );
};
const output = (files: Output['files'], more: Partial<Output> = {}): Output => ({
  folder,
  files,
  verb: 'render',
  usual: false,
  signal: new AbortController().signal,
  ...more,
});
const codeOf = async (work: Promise<void>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'done';
};

describe.each([
  ['a folder of its own', replaceFolder],
  ['a folder that it shares', replaceFiles],
])('a verb that writes %s', (_, replace) => {
  test('writes it where nothing was, folders above it included', async () => {
    await replace(output({ 'a.yaml': '1', 'deep/b.yaml': '2' }, { folder: join(folder, 'x', 'y') }));
    expect(all()).toEqual({ 'out/x/y/a.yaml': '1', 'out/x/y/deep/b.yaml': '2' });
  });

  test('takes away what it wrote before and writes no more', async () => {
    await replace(output({ 'a.yaml': '1', 'old/b.yaml': '2' }));
    await replace(output({ 'a.yaml': '3', 'new/c.yaml': '4' }));
    expect(all()).toEqual({ 'out/a.yaml': '3', 'out/new/c.yaml': '4' });
    expect(readdirSync(folder)).not.toContain('old');
  });

  test.each([
    ['leads out of the folder', { 'a.yaml': '1', '../b.yaml': '2' }],
    ['is a folder for another one', { 'a.yaml': '1', 'a.yaml/b': '2' }],
  ])('writes nothing when a name %s', async (_when, files) => {
    await replace(output({ 'a.yaml': 'before' }));
    expect(await codeOf(replace(output(files)))).toBe('OUTPUT_FOLDER');
    expect(all()).toEqual({ 'out/a.yaml': 'before' });
  });

  test('leaves everything as it was when it is interrupted', async () => {
    await replace(output({ 'a.yaml': 'before' }));
    const interrupted = new AbortController();
    const files = { 'a.yaml': 'after', 'b.yaml': 'after' };
    const work = replace(output(files, { signal: interrupted.signal }));
    interrupted.abort();
    expect(await codeOf(work)).toBe(DOMException.ABORT_ERR);
    expect(all()).toEqual({ 'out/a.yaml': 'before' });
  });

  test('refuses a path that is a file', async () => {
    writeFileSync(folder, 'text');
    expect(await codeOf(replace(output({ 'a.yaml': '1' })))).toBe('OUTPUT_FOLDER');
    expect(all()).toEqual({ out: 'text' });
  });

  test('tidies up after a process that was killed', async () => {
    await replace(output({ 'a.yaml': '1' }));
    // Numbers of processes end far below this one.
    const left = replace === replaceFolder ? `.out.draft-${2 ** 30}` : `out/.nx-kube-render.draft-${2 ** 30}`;
    mkdirSync(join(parent, left));
    writeFileSync(join(parent, left, 'half'), '');
    await replace(output({ 'a.yaml': '2' }));
    expect(all()).toEqual({ 'out/a.yaml': '2' });
  });
});

test('a folder with anything else in it is refused, and left as it was', async () => {
  put({ 'diary.txt': 'dear', 'photos/1': '' });
  expect(await codeOf(replaceFolder(output({ 'a.yaml': '1' })))).toBe('OUTPUT_FOLDER');
  expect(all()).toEqual({ 'out/diary.txt': 'dear', 'out/photos/1': '' });
});

test('a folder that another verb wrote is refused', async () => {
  await replaceFolder(output({ 'a.yaml': '1' }, { verb: 'chart' }));
  expect(await codeOf(replaceFolder(output({ 'a.yaml': '2' })))).toBe('OUTPUT_FOLDER');
});

test('the usual folder of a verb is its own, whatever is in it', async () => {
  put({ 'from-an-older-version.yaml': '' });
  await replaceFolder(output({ 'a.yaml': '1' }, { usual: true }));
  expect(all()).toEqual({ 'out/a.yaml': '1' });
});

test('a file that a person made of a template stays, with its mode', async () => {
  const files = { 'overlays/prod/secrets.env.template': 'KEY=CHANGE_ME' };
  await replaceFolder(output(files));
  put({ 'overlays/prod/secrets.env': 'KEY=own', 'overlays/prod/stale.env': '' });
  chmodSync(join(folder, 'overlays/prod/secrets.env'), 0o600);
  await replaceFolder(output(files));
  expect(all()).toEqual({ 'out/overlays/prod/secrets.env': 'KEY=own', ...prefixed(files) });
  expect(lstatSync(join(folder, 'overlays/prod/secrets.env')).mode & 0o777).toBe(0o600);
});

test('a folder that was half replaced by a killed process comes back', async () => {
  mkdirSync(join(parent, '.out.old'));
  writeFileSync(join(parent, '.out.old', 'diary.txt'), 'dear');
  expect(await codeOf(replaceFolder(output({ 'a.yaml': '1' })))).toBe('OUTPUT_FOLDER');
  expect(all()).toEqual({ 'out/diary.txt': 'dear' });
});

test('a link to a folder leads to the new files afterwards', async () => {
  symlinkSync(join(parent, 'real'), folder);
  mkdirSync(join(parent, 'real'));
  await replaceFolder(output({ 'a.yaml': '1' }));
  expect(lstatSync(folder).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(parent, 'real/a.yaml'), 'utf8')).toBe('1');
});

test('files of others in a shared folder stay, and are not overwritten', async () => {
  put({ 'compose.yaml': 'own', 'helm/Chart.yaml': '' });
  expect(await codeOf(replaceFiles(output({ 'compose.yaml': '1', 'b.yaml': '2' })))).toBe('OUTPUT_FOLDER');
  expect(all()).toEqual({ 'out/compose.yaml': 'own', 'out/helm/Chart.yaml': '' });
  await replaceFiles(output({ 'b.yaml': '2' }));
  expect(all()).toEqual({ 'out/compose.yaml': 'own', 'out/helm/Chart.yaml': '', 'out/b.yaml': '2' });
});

test('a step that fails undoes the steps before it', async () => {
  await replaceFiles(output({ 'a.yaml': 'before', 'b.yaml': 'before' }));
  rmSync(join(folder, 'b.yaml'));
  mkdirSync(join(folder, 'b.yaml'));
  expect(await codeOf(replaceFiles(output({ 'a.yaml': 'after', 'b.yaml/c': 'after', 'd/e': '' })))).toBe('done');
  put({ d2: 'a file' });
  expect(await codeOf(replaceFiles(output({ 'a.yaml': 'last', 'd2/e': '' })))).toBe('OUTPUT_FOLDER');
  expect(all()).toMatchObject({ 'out/a.yaml': 'after', 'out/b.yaml/c': 'after', 'out/d/e': '', 'out/d2': 'a file' });
});

function prefixed(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`out/${name}`, text]));
}
