import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly ended: Promise<number>;
  readonly output: () => string;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

async function slowService(drainSeconds: number, closeSeconds: number): Promise<Running> {
  const program = fileURLToPath(new URL('./testing/slow-service.ts', import.meta.url));
  const env = { DRAIN_SECONDS: String(drainSeconds), CLOSE_SECONDS: String(closeSeconds) };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const ended = once(child, 'close').then(([code]) => code as number);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  while (!output.includes('"ready"')) await sleep(10);
  return { child, port: Number(/"port":(\d{2,}),?[^\n]*\n?[^\n]*$/.exec(output)?.[1]), ended, output: () => output };
}

/** One request over a client's own connections, as an ingress keeps them. */
async function ask(agent: Agent, port: number, path: string): Promise<{ status: number; body: string }> {
  const request = get({ agent, host: '127.0.0.1', port, path });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

test('clients that keep their connections lose no request while a service ends', { timeout: 30_000 }, async () => {
  const { child, port, ended, output } = await slowService(0.6, 3);
  const agent = new Agent({ keepAlive: true });
  const answers: number[] = [];
  // As an ingress does: asks for as long as the service says that it is ready, and some time more until that is known.
  const client = async (): Promise<void> => {
    let lookAway = Number.POSITIVE_INFINITY;
    while (performance.now() < lookAway) {
      answers.push((await ask(agent, port, '/slow/15')).status);
      const ready = await ask(agent, port, '/ready');
      if (ready.status !== 200) lookAway = Math.min(lookAway, performance.now() + 200);
    }
    answers.push((await ask(agent, port, '/slow/800')).status);
  };
  const clients = Promise.all(Array.from({ length: 8 }, client));
  await sleep(200);
  child.kill('SIGTERM');
  await clients;
  expect(await ended, output()).toBe(0);
  expect(answers.length).toBeGreaterThan(50);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
  expect(output()).toContain('"closed"');
  agent.destroy();
});

test('a stream is told when to end, and ends whole', { timeout: 30_000 }, async () => {
  const { child, port, ended } = await slowService(0.3, 3);
  const agent = new Agent({ keepAlive: true });
  const stream = ask(agent, port, '/stream');
  await sleep(100);
  const began = performance.now();
  child.kill('SIGTERM');
  expect((await stream).body).toBe('data: begun\n\ndata: ended\n\n');
  expect(await ended).toBe(0);
  expect(performance.now() - began).toBeGreaterThan(290);
  expect(performance.now() - began).toBeLessThan(2000);
  agent.destroy();
});

test('what never ends is cut off within the limit, and the service still ends well', { timeout: 30_000 }, async () => {
  const { child, port, ended, output } = await slowService(0, 0.4);
  const agent = new Agent({ keepAlive: true });
  const endless = ask(agent, port, '/endless').catch(() => 'cut off');
  await sleep(100);
  const began = performance.now();
  child.kill('SIGTERM');
  expect(await endless).toBe('cut off');
  expect(await ended, output()).toBe(0);
  expect(performance.now() - began).toBeLessThan(2000);
  agent.destroy();
});

test('an ingress that looks away late loses no request', { timeout: 30_000 }, async () => {
  const { child, port, ended, output } = await slowService(1, 3);
  const answers: number[] = [];
  const began = performance.now();
  child.kill('SIGTERM');
  // A connection each: one that is refused would be a 502.
  while (performance.now() - began < 2500) {
    answers.push((await ask(new Agent(), port, '/slow/15')).status);
    await sleep(20);
  }
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await ended, output()).toBe(0);
});
