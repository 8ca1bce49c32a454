import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { startTestPostgres } from '@todo/testing';
import type { TestPostgres } from '@todo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { builtFolder, completeEnvironment, startBuiltServer, untilReady } from '../testing/built-server.ts';
import type { BuiltServer } from '../testing/built-server.ts';
import { runNextBuild } from './run-next.ts';

/** What our pages may load above a page that has nothing on it, of the same Next with the same settings. */
const BUDGET_BYTES = 60_000;

const root = join(import.meta.dirname, '../../../..');
const builtFiles = join(builtFolder, 'app/apps/frontend/.next');
let empty = '';
let emptyBytes = 0;
let postgres: TestPostgres;
let server: BuiltServer;

beforeAll(async () => {
  await mkdir(join(root, 'tmp'), { recursive: true });
  empty = await mkdtemp(join(root, 'tmp/empty-page-'));
  await writeEmptyApp(empty);
  postgres = await startTestPostgres({ migrated: true });
  server = await startBuiltServer({ ...completeEnvironment, DATABASE_URL: postgres.url });
  await Promise.all([runNextBuild(empty, 'empty'), untilReady(server)]);
  const page = await readFile(join(empty, '.next/server/app/index.html'), 'utf8');
  emptyBytes = await scriptBytes(page, join(empty, '.next'));
}, 180_000);

afterAll(async () => {
  server.child.kill('SIGKILL');
  await server.ended;
  await postgres.remove();
  await rm(empty, { recursive: true });
});

test('an empty page loads what Next itself needs', () => {
  // Far from both: a sum that missed most scripts, or counted maps, would prove nothing.
  expect(emptyBytes).toBeGreaterThan(80_000);
  expect(emptyBytes).toBeLessThan(250_000);
});

test.each(['/sign-in', '/sign-up', '/account', '/'])(
  'the first load of %s stays within the budget above an empty page',
  { timeout: 60_000 },
  async (path) => {
    const cookie = path.startsWith('/sign') ? '' : await signUp(path);
    const response = await fetch(server.url + path, { headers: { cookie }, redirect: 'manual' });
    expect(response.status).toBe(200);
    const bytes = (await scriptBytes(await response.text(), builtFiles)) - emptyBytes;
    console.log(`${path}: ${bytes} bytes above an empty page of ${emptyBytes}`);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
  },
);

async function signUp(path: string): Promise<string> {
  const body = JSON.stringify({ name: 'Ann', email: `ann${path.length}@example.com`, password: 'correct horse' });
  const headers = { 'Content-Type': 'application/json', Origin: completeEnvironment.BETTER_AUTH_URL };
  const response = await fetch(`${server.url}/api/auth/sign-up/email`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

/** The gzipped size of all scripts that a page names: in its tags, and in the data from which React loads components. */
async function scriptBytes(page: string, builtFiles: string): Promise<number> {
  // What only browsers without modules load is in neither sum.
  const modern = page.replaceAll(/<script[^>]*\bnoModule\b[^>]*>/gi, '');
  const names = new Set(Array.from(modern.matchAll(/\bstatic\/[\w./~%-]+?\.js\b/g), ([name]) => name));
  expect(names.size).toBeGreaterThan(0);
  const files = await Promise.all(Array.from(names, (name) => readFile(join(builtFiles, decodeURIComponent(name)))));
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
}

/** The smallest app that Next builds, with the settings of ours. */
async function writeEmptyApp(folder: string): Promise<void> {
  await mkdir(join(folder, 'app'));
  await cp(join(import.meta.dirname, '../../next.config.ts'), join(folder, 'next.config.ts'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await writeFile(
    join(folder, 'app/layout.jsx'),
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }\n',
  );
  await writeFile(join(folder, 'app/page.jsx'), 'export default function Page() { return <main />; }\n');
}
