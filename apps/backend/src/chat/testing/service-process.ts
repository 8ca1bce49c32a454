import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A service of this workspace as a process of its own, as a pod would run it. */
export interface ServiceProcess {
  readonly url: string;
  /** The process; another one after `start`. */
  readonly process: () => ChildProcess;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const root = join(import.meta.dirname, '../../../../..');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no free port on loopback');
  return address.port;
}

/** Starts `apps/<name>/src/main.ts` and waits until it is ready. */
export async function startService(
  name: 'mcp' | 'backend',
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  const start = async (): Promise<void> => {
    const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', ...environment };
    const started = spawn(process.execPath, [join(root, `apps/${name}/src/main.ts`)], { env, cwd: root });
    child = started;
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (data) => (output += String(data)));
    for (let tries = 0; tries < 400; tries++) {
      if (started.exitCode !== null) throw new Error(`${name} ended: ${output}`);
      if ((await fetch(`${url}/ready`).catch(() => undefined))?.ok) return;
      await sleep(25);
    }
    throw new Error(`${name} did not get ready: ${output}`);
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    process: () => {
      if (!child) throw new Error(`${name} does not run`);
      return child;
    },
    kill,
    start,
  };
}
