import { expect, inject, test } from 'vitest';
import { until } from './until.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

test('a second start says that the stack runs already, and where, and disturbs nothing', async () => {
  const first = await copy.up();
  const before = copy.children().map(({ pid }) => pid);
  const second = copy.start('local');
  const { code } = await second.end(20_000);
  expect(code).toBe(0);
  expect(second.output()).toMatch(/runs already|already runs|is running/i);
  expect(second.output()).toContain(first.url);
  expect(second.output()).toContain(String(copy.runFile()?.pid));
  expect(copy.children().map(({ pid }) => pid)).toEqual(before);
  expect((await fetch(`${first.url}/status`)).status).toBe(200);
  first.interrupt();
  await first.end();
  expect(copy.processes()).toEqual([]);
});

test('a second start that asks for something else says what it did not do, and how to get it', async () => {
  const first = await copy.up('--only', 'backend');
  const port = Number(new URL(first.url).port);
  const before = copy.children().map(({ pid }) => pid);
  const data = copy.runFile()?.startedAt;

  const refused = copy.start('local', '--fresh', '--port', String(port + 1), '--only', 'frontend');
  expect((await refused.end(20_000)).code, refused.output()).toBe(1);
  for (const asked of ['--fresh', `--port ${port + 1}`, '--only frontend']) expect(refused.output()).toContain(asked);
  expect(refused.output()).toContain(first.url);
  expect(refused.output()).toContain('nx-kube destroy --environment local');

  const content = copy.start('local', '--port', String(port), '--only', 'backend,postgres');
  expect((await content.end(20_000)).code, content.output()).toBe(0);

  const json = copy.start('local', '--fresh', '--output', 'json');
  expect((await json.end(20_000)).code, json.output()).toBe(1);
  const events = json.raw().trimEnd().split('\n');
  expect(events.map((line) => JSON.parse(line) as object)).toMatchObject([
    { type: 'running', only: ['postgres', 'backend'], urls: expect.arrayContaining([first.url]) },
    { type: 'error', code: 'RUNS_ALREADY', because: expect.stringContaining('--fresh') },
  ]);
  expect(copy.children().map(({ pid }) => pid)).toEqual(before);
  expect(copy.runFile()?.startedAt).toBe(data);
  first.interrupt();
  await first.end();
  expect(copy.processes()).toEqual([]);
});

test('of two starts at once one runs, and the other says that it does', async () => {
  const both = [copy.start('local'), copy.start('local')];
  await until('one of them has given way', () => both.some((one) => one.over()), 60_000);
  const loser = both.find((one) => one.over());
  const winner = both.find((one) => !one.over());
  if (!loser || !winner) throw new Error(both.map((one) => one.output()).join('\n---\n'));
  expect((await loser.end()).code, loser.output()).toBe(0);
  expect(loser.output()).toMatch(/already|is running/i);
  const { urls } = await copy.ready(winner);
  expect((await fetch(`${urls.find((url) => url.startsWith('http://localhost:'))}/status`)).status).toBe(200);
  winner.interrupt();
  await winner.end();
  expect(copy.processes()).toEqual([]);
});
