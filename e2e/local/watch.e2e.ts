// Functions of these tests run within a page.
/// <reference lib="dom" />

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { visit } from '../app/visitor.ts';
import { openWithFastRefresh } from './fast-refresh.ts';
import { join as signUp } from './member.ts';
import { isAlive } from './processes.ts';
import { visitAllTheWhile } from './steady-page.ts';
import { until } from './until.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));
const DOCUMENT = 'apps/backend/src/openapi/document.ts';
const STACK = 'deploy/environments/local.ts';
const FORM = 'apps/frontend/src/app/sign-in/sign-in-form.tsx';

/** Saves a file of the copy with another text, as an editor does; the first text is there again after the test. */
function edit(path: string, from: string, to: string): void {
  const file = join(copy.folder, path);
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
  onTestFinished(() => writeFileSync(file, before));
  writeFileSync(file, before.replace(from, to));
}

async function watch(): Promise<ReturnType<LocalWorkspace['start']> & { readonly url: string }> {
  const run = copy.start('watch');
  const { urls } = await copy.ready(run, 120_000);
  return { ...run, url: urls.find((url) => url.startsWith('http://localhost:')) ?? '' };
}

async function title(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/openapi.json`);
  return ((await answer.json()) as { info: { title: string } }).info.title;
}

function pidOf(workload: string): number {
  return copy.children().find((child) => child.workload === workload)?.pid ?? -1;
}

/** Of the processes that run, as `status` shows them. */
function pids(): Readonly<Record<string, number>> {
  const running = copy
    .runFile()
    ?.processes.flatMap(({ process, pid }) => (pid === undefined ? [] : [[process, pid] as const]));
  return Object.fromEntries(running ?? []);
}

test('a saved file of the backend answers anew, nobody is turned away, and only the backend is another process', async () => {
  const run = await watch();
  expect(await title(run.url)).toBe('Todo Chatbot');
  const ann = await signUp(run.url);
  await ann.add('Before');
  const [backend, mcp, frontend] = [pidOf('backend'), pidOf('mcp'), pidOf('frontend')];
  const stop = visitAllTheWhile(`${run.url}/api/openapi.json`);
  for (const name of ['Edited once', 'Edited twice']) {
    const now = await title(run.url);
    edit(DOCUMENT, `title: '${now}'`, `title: '${name}'`);
    await until(
      () => `${name}\n${run.output()}`,
      async () => (await title(run.url)) === name,
      15_000,
    );
  }
  const { failures } = await stop();
  expect(failures).toEqual([]);
  await until('the old process is gone', () => !isAlive(backend), 15_000);
  expect([pidOf('mcp'), pidOf('frontend')]).toEqual([mcp, frontend]);
  expect(await ann.titles()).toEqual(['Before']);
  run.interrupt();
  await run.end();
  expect(copy.processes()).toEqual([]);
});

test('what cannot be built or is of a wrong type is shown in the same terminal, while the old one serves', async () => {
  const run = await watch();
  const before = pidOf('backend');
  edit(DOCUMENT, "title: 'Todo Chatbot'", "title: = 'Todo Chatbot'");
  await run.printed(/document\.ts[:(]20/, 20_000);
  expect(await title(run.url)).toBe('Todo Chatbot');
  expect(pidOf('backend')).toBe(before);

  edit(DOCUMENT, "title: = 'Todo Chatbot'", "title: 'Mended'");
  await until(
    () => `the mended one answers\n${run.output()}`,
    async () => (await title(run.url)) === 'Mended',
  );
  edit(DOCUMENT, "title: 'Mended'", 'title: 42');
  await run.printed(/TS2322/, 60_000);
  run.interrupt();
  await run.end();
  expect(copy.processes()).toEqual([]);
});

test('a program that ends at once does not replace the one that works', async () => {
  const run = await watch();
  const before = pidOf('backend');
  edit('apps/backend/src/main.ts', '\n\n', "\nif (process.env['PORT']) throw new Error('it breaks at its start');\n\n");
  await run.printed(/it breaks at its start/, 30_000);
  expect(await title(run.url)).toBe('Todo Chatbot');
  expect(pidOf('backend')).toBe(before);
  run.interrupt();
  await run.end();
  expect(copy.processes()).toEqual([]);
});

test('a changed stack replaces what it describes otherwise, a faulty one nothing, and the rest are the same processes', async () => {
  const run = await watch();
  const before = pids();
  const stop = visitAllTheWhile(`${run.url}/api/openapi.json`);
  edit(STACK, "host: 'todo.localhost'", "host: = 'todo.localhost'");
  await run.printed(/failed\s+the stack: SyntaxError/, 60_000);
  expect(pids()).toEqual(before);

  edit(STACK, "host: = 'todo.localhost'", "host: 'todo.localhost'");
  edit(STACK, 'backend: environment', "backend: [...environment, { name: 'LOG_LEVEL', value: 'debug' }]");
  await run.printed(/stack\s+backend starts anew; postgres, mcp, frontend run on/, 60_000);
  await run.printed(/restarted backend: answers/, 60_000);
  expect((await stop()).failures).toEqual([]);
  await until('the old process is gone', () => !isAlive(before['backend-1'] ?? -1), 60_000);
  await until('status shows the new one', () => pids()['backend-1'] !== before['backend-1'], 60_000);
  expect(pids()).toEqual({ ...before, 'backend-1': pids()['backend-1'] });
  run.interrupt();
  await run.end();
  expect(copy.processes()).toEqual([]);
});

test('a saved file of the frontend is seen in the open page, which keeps what was typed', async () => {
  const run = await watch();
  const { page } = await visit('/status', { baseURL: run.url.replace('localhost', 'todo.localhost') });
  await openWithFastRefresh(page, '/sign-in');
  await page.getByLabel('Email').fill('ada@example.com');
  await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));
  edit(FORM, 'label={texts.email}', 'label="Electronic mail"');
  await page.getByLabel('Electronic mail').waitFor();
  expect(await page.getByLabel('Electronic mail').inputValue()).toBe('ada@example.com');
  expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true);
  run.interrupt();
  await run.end();
  expect(copy.processes()).toEqual([]);
});

test('Ctrl-C under Nx ends the watching, too', async () => {
  const nx = copy.startProgram('nx', 'run', 'deploy:watch');
  await copy.ready(nx, 120_000);
  nx.interrupt();
  await nx.end();
  await until(
    () =>
      copy
        .processes()
        .map(({ command }) => command)
        .join('\n'),
    () => copy.processes().length === 0,
    40_000,
  );
  expect(copy.runFile()?.endedAt).toBeDefined();
});
