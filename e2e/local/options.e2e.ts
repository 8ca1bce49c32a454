import { expect, inject, test } from 'vitest';
import { join } from './member.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

test('--only runs these workloads with the database that they need, and says so where the others would be', async () => {
  const local = await copy.up('--only', 'backend,mcp');
  const workloads = new Set(copy.runFile()?.processes.map(({ workload }) => workload));
  expect(workloads).toEqual(new Set(['backend', 'mcp', 'postgres']));
  expect((await fetch(`${local.url}/api/openapi.json`)).status).toBe(200);
  expect((await fetch(`${local.url}/sign-in`)).status).toBe(503);
  local.interrupt();
  await local.end();
  expect(copy.processes()).toEqual([]);
});

test('--only with a name that the stack does not have is a wrong question', async () => {
  const local = copy.start('local', '--only', 'backnd');
  expect((await local.end()).code, local.output()).not.toBe(0);
  expect(local.output()).toContain('backnd');
  expect(local.output()).toContain('backend');
  expect(copy.processes()).toEqual([]);
});

test('--fresh begins with an empty database', async () => {
  const before = await copy.up();
  const ann = await join(before.url);
  await ann.add('Old');
  before.interrupt();
  await before.end();
  const fresh = await copy.up('--fresh');
  await expect(ann.at(fresh.url).titles()).rejects.toThrow(/answered 40[13]/);
  await (await join(fresh.url)).add('New');
  fresh.interrupt();
  await fresh.end();
});

test('--output json gives one event per line, numbered, from the start of every process to the end of the run', async () => {
  const local = await copy.up('--output', 'json');
  await fetch(`${local.url}/status`);
  local.interrupt();
  await local.end();
  const lines = local.output().trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>> & { readonly type: string });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  for (const { elapsedMs } of events) expect(elapsedMs).toEqual(expect.any(Number));
  const types = new Set(events.map(({ type }) => type));
  expect([...types]).toEqual(expect.arrayContaining(['process', 'log', 'serving', 'stopped']));
  const serving = events.find(({ type }) => type === 'serving');
  expect(serving).toMatchObject({ stack: 'todo-app', urls: expect.arrayContaining([local.url]) });
  expect(events.at(-1)).toMatchObject({ type: 'stopped', stack: 'todo-app' });
  const ready = events.filter(({ type, state }) => type === 'process' && state === 'ready');
  expect(new Set(ready.map(({ workload }) => workload))).toEqual(new Set(['backend', 'frontend', 'mcp', 'postgres']));
});
