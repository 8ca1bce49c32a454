import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copySources, linkModules } from './copy.ts';
import { join as signUp } from './member.ts';
import { processesIn } from './processes.ts';
import { emptyPlace, LocalWorkspace } from './workspace.ts';

/** Where runs that root started keep what another user's server has to reach. */
const ELSEWHERE = '/var/lib/nx-kube';

const copy = new LocalWorkspace(emptyPlace('todo-of-root'));
let before: readonly string[];

const elsewhere = (): readonly string[] =>
  (existsSync(ELSEWHERE) ? readdirSync(ELSEWHERE) : []).filter((name) => name.startsWith(basename(copy.folder)));
const left = (): readonly string[] =>
  processesIn(copy.place.top, join(ELSEWHERE, basename(copy.folder))).map(({ command }) => command);

beforeAll(() => {
  before = elsewhere();
  copySources(copy.folder);
  linkModules(copy.folder);
});
afterAll(() => {
  copy.remove();
  for (const name of elsewhere().filter((name) => !before.includes(name)))
    rmSync(join(ELSEWHERE, name), { recursive: true, force: true });
});

test('root, below a folder that nobody else may enter, gets the same: start, work, Ctrl-C, and all is there again', async () => {
  expect(statSync(copy.place.top).mode & 0o777).toBe(0o700);
  const first = copy.startInTerminal('npm start');
  const [, url = ''] = await first.printed(/(http:\/\/localhost:\d+)/, 120_000);
  const ann = await signUp(url);
  await ann.add('As root');
  const server = processesIn(copy.place.top, join(ELSEWHERE, basename(copy.folder))).filter(({ command }) =>
    command.includes('postgres'),
  );
  expect(server.length).toBeGreaterThan(0);
  expect(server.filter(({ uid }) => uid === 0)).toEqual([]);
  first.type('\u0003');
  await first.end(30_000);
  expect(left()).toEqual([]);

  const next = copy.startInTerminal('npm start');
  const [, later = ''] = await next.printed(/(http:\/\/localhost:\d+)/);
  expect(await ann.at(later).titles()).toEqual(['As root']);
  const { pid } = copy.runFile() ?? { pid: -1 };
  process.kill(pid, 'SIGKILL');
  await next.end();
  const third = await copy.up();
  expect(await ann.at(third.url).titles()).toEqual(['As root']);
  third.interrupt();
  await third.end();
  expect(left()).toEqual([]);
});

test('destroy with its data leaves nothing of the run, wherever it lay', async () => {
  const outcome = await copy.run('nx-kube', 'destroy', '--environment', 'local', '--delete-data');
  expect(outcome.code, outcome.all).toBe(0);
  expect(existsSync(join(copy.state, 'data'))).toBe(false);
  expect(elsewhere()).toEqual(before);
});
