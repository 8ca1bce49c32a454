import { expect, inject, test } from 'vitest';
import { until } from './until.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));
/** The longest grace period of the stack, and what it takes beside. */
const LONGEST_SECONDS = 75;

// Each of them would cost its whole grace period: libs/local tests the others, with shorter ones.
test.each(['mcp'])(
  'a %s that does not hear SIGTERM holds the end up for its grace period, and is not left behind',
  async (workload) => {
    const local = await copy.up();
    const deaf = copy.children().find((child) => child.workload === workload);
    if (!deaf) throw new Error(`no ${workload}`);
    process.kill(deaf.pid, 'SIGSTOP');
    local.send('SIGTERM');
    const { seconds } = await local.end(LONGEST_SECONDS * 1000 + 30_000);
    expect(copy.processes()).toEqual([]);
    expect(seconds).toBeLessThan(LONGEST_SECONDS);
    expect(local.output()).toContain(deaf.process);
  },
);

test('who presses Ctrl-C a second time does not wait for anybody', async () => {
  const local = await copy.up();
  for (const { pid } of copy.children()) process.kill(pid, 'SIGSTOP');
  local.interrupt();
  // What comes at once is the same key press: npm passes it on once more.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  local.interrupt();
  const { seconds } = await local.end(30_000);
  expect(seconds).toBeLessThan(20);
  expect(copy.processes()).toEqual([]);
});

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends all of it tidily', async (signal) => {
  const local = await copy.up();
  local.send(signal);
  const { seconds } = await local.end();
  expect(copy.processes()).toEqual([]);
  expect(seconds).toBeLessThan(30);
  const { endedAt } = copy.runFile() ?? {};
  expect(endedAt).toBeDefined();
  expect(local.output()).not.toMatch(/killed|SIGKILL/);
});

test('told to end while it starts, it ends and leaves nothing', async () => {
  copy.forgetData();
  for (const ms of [500, 2000]) {
    const local = copy.start('local');
    await new Promise((resolve) => setTimeout(resolve, ms));
    local.interrupt();
    const { seconds } = await local.end();
    expect(seconds, local.output()).toBeLessThan(30);
    // Workers of a Nx that ends before it has spoken to them wait for it, half a minute and no longer.
    await until(
      () => `${JSON.stringify(copy.processes())}\n${local.output()}`,
      () => copy.processes().length === 0,
      60_000,
    );
  }
});
