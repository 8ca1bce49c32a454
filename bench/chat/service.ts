import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A built service as a process of its own. */
export interface BuiltService {
  readonly url: string;
  /** What the kernel counts for it now, and at most so far. */
  readonly memoryMiB: () => { readonly now: number; readonly peak: number };
  stop(): Promise<void>;
}

/** As the Dockerfile of each says. */
const nodeOptions = { backend: '--max-semi-space-size=4', mcp: '--max-semi-space-size=1' };

const built = join(import.meta.dirname, '../../dist/apps');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no free port on loopback');
  return address.port;
}

/** Runs a program of a built service to its end. */
export async function runBuilt(program: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, [join(built, program)], { env: environment, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}

/** Starts `dist/apps/<name>` as its image does, and waits until it is ready. */
export async function startBuilt(
  name: 'backend' | 'mcp',
  environment: Readonly<Record<string, string>>,
): Promise<BuiltService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    NODE_OPTIONS: nodeOptions[name],
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    DRAIN_SECONDS: '0',
    ...environment,
  };
  const child = spawn(process.execPath, [join(built, name, 'app/main.mjs')], { env, stdio: 'inherit' });
  const ended = once(child, 'exit');
  for (let tries = 0; !(await fetch(`${url}/ready`).catch(() => undefined))?.ok; tries++) {
    if (child.exitCode !== null || tries > 400) throw new Error(`${name} did not get ready`);
    await sleep(25);
  }
  const field = (text: string, key: string): number => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1]) / 1024;
  return {
    url,
    memoryMiB() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return { now: Math.round(field(status, 'VmRSS')), peak: Math.round(field(status, 'VmHWM')) };
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
