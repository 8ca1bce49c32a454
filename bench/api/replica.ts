import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that serves. */
export interface Replica {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program on a free port as an image does, its log going nowhere, and waits until it is ready. */
export async function startReplica(file: string, environment: Readonly<Record<string, string>>): Promise<Replica> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const env = { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), DRAIN_SECONDS: '0', ...environment };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(`${url}/ready`).catch(() => undefined))?.ok; tries++) {
    if (child.exitCode !== null || tries > 400) throw new Error(`${file} did not get ready`);
    await sleep(25);
  }
  return {
    url,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
