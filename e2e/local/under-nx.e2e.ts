import { expect, inject, test } from 'vitest';
import { join } from './member.ts';
import { until } from './until.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

/** Nx may end its executors at once; what they have started may take its grace period. */
function nothingRuns(): Promise<void> {
  return until(
    () =>
      `all has ended: ${copy
        .processes()
        .map(({ pid, command }) => `${pid} ${command}`)
        .join('\n')}`,
    () => copy.processes().length === 0,
    40_000,
  );
}

test('Ctrl-C under Nx ends all of it tidily, though Nx itself is gone at once', async () => {
  const nx = copy.startProgram('nx', 'run', 'deploy:local');
  const { urls } = await copy.ready(nx);
  const url = urls.find((one) => one.startsWith('http://localhost:')) ?? '';
  const ann = await join(url);
  await ann.add('Kept');
  nx.interrupt();
  await nx.end();
  await nothingRuns();
  expect(copy.runFile()?.endedAt).toBeDefined();

  const next = await copy.up();
  expect(await ann.at(next.url).titles()).toEqual(['Kept']);
  next.interrupt();
  await next.end();
});

test('Ctrl-C in a terminal, where Nx kills the processes below it from the leaves on: all of it ends in order', async () => {
  const nx = copy.startInTerminal('NX_DAEMON=false npx nx run deploy:local');
  await copy.ready(nx);
  await nx.printed(/stop +Ctrl-C/);
  nx.type('\u0003');
  await nx.end();
  await nothingRuns();
  const run = copy.runFile();
  expect(run?.endedAt).toBeDefined();
  // Of services that had ended before their supervisor knew why, it would say so.
  expect(run?.problems).toEqual([]);
});

test('Nx that was killed takes the run with it, tidily', async () => {
  const nx = copy.startProgram('nx', 'run', 'deploy:local');
  await copy.ready(nx);
  nx.send('SIGKILL');
  await nx.end();
  await nothingRuns();
  expect(copy.runFile()?.endedAt).toBeDefined();
});

test('Nx that is told to end takes the run with it: nothing runs on, and no task is lost', async () => {
  const nx = copy.startProgram('nx', 'run', 'deploy:local');
  const { urls } = await copy.ready(nx);
  const ann = await join(urls.find((one) => one.startsWith('http://localhost:')) ?? '');
  await ann.add('Kept');
  nx.send('SIGTERM');
  await nx.end();
  await nothingRuns();
  const next = await copy.up();
  expect(await ann.at(next.url).titles()).toEqual(['Kept']);
  next.interrupt();
  await next.end();
});
