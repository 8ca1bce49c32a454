import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { join as signUp } from './member.ts';
import { until } from './until.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

test('status, logs, open and diagnose speak of the run of this machine, from another terminal', async () => {
  const local = await copy.up();
  const status = await copy.run('nx-kube', 'status');
  expect(status.code, status.all).toBe(0);
  for (const { process: name, pid } of copy.children()) {
    expect(status.stdout).toContain(name);
    expect(status.stdout).toContain(String(pid));
  }
  await (await signUp(local.url)).add('Something to log');
  const logs = await copy.run('nx-kube', 'logs', '--only', 'backend', '--tail', '20');
  expect(logs.code, logs.all).toBe(0);
  expect(logs.stdout).toMatch(/backend-[12].*\/tasks/);
  expect(logs.stdout).not.toMatch(/^(frontend|postgres)/m);
  const open = await copy.run('nx-kube', 'open', '--no-browser');
  expect(open.code, open.all).toBe(0);
  expect(open.stdout).toContain(`http://todo.localhost:${new URL(local.url).port}`);
  const well = await copy.run('nx-kube', 'diagnose');
  expect(well.code, well.all).toBe(0);

  const postgres = copy.children().find(({ workload }) => workload === 'postgres');
  process.kill(postgres?.pid ?? Number.NaN, 'SIGSTOP');
  await until(
    () =>
      `the processes that need the database are unready: ${JSON.stringify(copy.runFile()?.processes, undefined, 1)}`,
    () => copy.runFile()?.processes.some(({ state }) => state === 'unready') === true,
    60_000,
  );
  const ill = await copy.run('nx-kube', 'diagnose');
  expect(ill.code, ill.all).toBe(1);
  expect(ill.all).toContain('postgres');
  process.kill(postgres?.pid ?? Number.NaN, 'SIGCONT');
  local.interrupt();
  await local.end();
});

test('destroy from another terminal ends the run and keeps its data, or takes them where that is asked for', async () => {
  const first = await copy.up();
  const ann = await signUp(first.url);
  await ann.add('Kept');
  const destroyed = await copy.run('nx-kube', 'destroy', '--environment', 'local');
  expect(destroyed.code, destroyed.all).toBe(0);
  await first.end();
  expect(copy.processes()).toEqual([]);

  const next = await copy.up();
  expect(await ann.at(next.url).titles()).toEqual(['Kept']);
  next.interrupt();
  await next.end();
  const gone = await copy.run('nx-kube', 'destroy', '--environment', 'local', '--delete-data');
  expect(gone.code, gone.all).toBe(0);
  expect(existsSync(join(copy.state, 'data'))).toBe(false);
});
