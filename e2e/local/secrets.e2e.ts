import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { join as signUp } from './member.ts';
import { visibleTextOf } from './processes.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

/** Every file below the state of the run, data of the server apart. */
function files(): readonly string[] {
  const find = [
    copy.state,
    '-name',
    'data',
    '-prune',
    '-o',
    '-name',
    'data.old',
    '-prune',
    '-o',
    '-type',
    'f',
    '-print',
  ];
  return execFileSync('find', find, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

/** The values of all secrets of the stack: as they are, and in base64. */
function secretTexts(file: string): readonly string[] {
  const values = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  const texts = values.flatMap((value) => [value, Buffer.from(value, 'base64').toString()]);
  // A password within an address counts like one that stands alone.
  const within = texts.flatMap((text) => /:\/\/[^:/]+:([^@]+)@/.exec(text)?.[1] ?? []);
  return [...texts, ...within].filter((text) => text.length >= 8);
}

test('secrets are in one file that only its owner reads, and in no log, no state, no argument and no output', async () => {
  copy.forgetData();
  const local = await copy.up('--output', 'json');
  await (await signUp(local.url)).add('Something to log');
  await fetch(`${local.url}/api/nobody/tasks`);
  const own = files().filter((file) => /secret/i.test(file));
  expect(own).toHaveLength(1);
  const [file = ''] = own;
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const secrets = secretTexts(file);
  expect(secrets.length).toBeGreaterThanOrEqual(4);

  const commands = copy.processes().map(({ command }) => command);
  const status = await copy.run('nx-kube', 'status', '--output', 'json');
  const told = await copy.run('nx-kube', 'logs', '--tail', '1000');
  local.interrupt();
  await local.end();
  // What the end of the run has taken away was the lock, and files for its processes.
  const others = files().filter((one) => one !== file);
  const places = [
    ['output', local.raw()],
    ['arguments', commands.join('\n')],
    ['status', status.all],
    ['logs', told.all],
    ...others.map((one) => [one, readFileSync(one, 'utf8')]),
  ];
  const leaks = places.flatMap(([place, text = '']) => secrets.filter((one) => text.includes(one)).map(() => place));
  expect(leaks).toEqual([]);
});

test('no variable of the person who starts the stack gets into its processes', async () => {
  const canary = 'canary-of-this-shell';
  const local = copy.startWith(
    { TODO_CANARY: canary, AWS_SECRET_ACCESS_KEY: canary, NODE_OPTIONS: `--title=${canary}` },
    'local',
  );
  await copy.ready(local);
  const seen = copy.children().filter(({ pid }) => visibleTextOf(pid).includes(canary));
  expect(seen).toEqual([]);
  local.interrupt();
  await local.end();
});
