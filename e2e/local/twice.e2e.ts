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
