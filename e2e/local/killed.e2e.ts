import { expect, inject, test } from 'vitest';
import { isAlive } from './processes.ts';
import { join } from './member.ts';
import { visitAllTheWhile } from './steady-page.ts';
import { until } from './until.ts';
import { LocalWorkspace, type ProcessEntry } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

function entry(name: string): ProcessEntry | undefined {
  return copy.runFile()?.processes.find(({ process }) => process === name);
}

test('every process of the stack, killed one after the other, comes back; the page answers all the while and no task is lost', async () => {
  const local = await copy.up();
  const ann = await join(local.url);
  await ann.add('Before');
  const stop = visitAllTheWhile(`${local.url}/sign-in`);
  const children = copy.children();
  expect(new Set(children.map(({ workload }) => workload))).toEqual(
    new Set(['backend', 'frontend', 'mcp', 'postgres']),
  );
  for (const { process: name, pid, restarts } of children) {
    process.kill(pid, 'SIGKILL');
    await until(
      () => `${name} is back: ${JSON.stringify(entry(name))}\n${local.output()}`,
      () => {
        const now = entry(name);
        return now?.state === 'ready' && now.pid !== pid && now.restarts === restarts + 1;
      },
    );
    await until(`the API answers after ${name} was killed`, () =>
      ann.titles().then(
        (titles) => titles.includes('Before'),
        () => false,
      ),
    );
  }
  const visits = await stop();
  expect(visits.failures).toEqual([]);
  expect(visits.sent).toBeGreaterThan(20);
  await ann.add('After');
  expect(await ann.titles()).toEqual(['After', 'Before']);
  local.interrupt();
  await local.end();
  expect(copy.processes()).toEqual([]);
});

test('what a killed run leaves behind is gone at the next start, which finds every task', async () => {
  const killed = await copy.up();
  const ann = await join(killed.url);
  await ann.add('Survives');
  const { pid } = copy.runFile() ?? { pid: -1 };
  const orphans = copy.children().map((child) => child.pid);
  process.kill(pid, 'SIGKILL');
  await killed.end();
  expect(orphans.some(isAlive)).toBe(true);

  const next = await copy.up();
  expect(orphans.filter(isAlive)).toEqual([]);
  await ann.at(next.url).add('And the next');
  expect(await ann.at(next.url).titles()).toEqual(['And the next', 'Survives']);
  next.interrupt();
  await next.end();
  expect(copy.processes()).toEqual([]);
});

test.each([300, 900, 1800, 3000])('killed %i ms into its very first start, it starts the next time', async (ms) => {
  copy.forgetData();
  const killed = copy.start('local');
  await new Promise((resolve) => setTimeout(resolve, ms));
  killed.send('SIGKILL');
  await killed.end();
  const next = await copy.up();
  const ann = await join(next.url);
  await ann.add('Works');
  expect(await ann.titles()).toEqual(['Works']);
  next.interrupt();
  await next.end();
  // Workers of a Nx that ends before it has spoken to them wait for it, half a minute and no longer.
  await until(
    () => JSON.stringify(copy.processes()),
    () => copy.processes().length === 0,
    60_000,
  );
});
