import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What `nx run frontend:build` makes; the test target depends on it. */
export const builtFolder = join(import.meta.dirname, '../../../../dist/apps/frontend');

/** A server of the built output, in a process of its own. */
export interface BuiltServer {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of its log, parsed; grows. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Resolves to the exit code, or the signal's name, once it has ended. */
  readonly ended: Promise<number | string>;
}

/** Variables with which it starts, apart from where the others are. */
export const completeEnvironment = {
  BACKEND_URL: 'http://127.0.0.1:9',
  MCP_URL: 'http://127.0.0.1:9',
  DATABASE_URL: 'postgres://todo@127.0.0.1:9/todo',
  BETTER_AUTH_URL: 'http://todo.local',
  BETTER_AUTH_SECRET: 'a-secret-of-at-least-32-characters',
};

/** Starts it on a free port, with these variables and no other; does not wait for it. */
export async function startBuiltServer(
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<BuiltServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeOptions, join(builtFolder, 'app/main.mjs')], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), DRAIN_SECONDS: '0', ...environment },
  });
  const log: Record<string, unknown>[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) log.push(JSON.parse(line) as Record<string, unknown>);
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return { url: `http://127.0.0.1:${port}`, child, log, ended };
}

/** Waits until `/ready` answers 200; fails after 10 s. */
export async function untilReady({ url, log }: BuiltServer): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(25);
  }
  throw new Error(`the server did not become ready: ${JSON.stringify(log)}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
