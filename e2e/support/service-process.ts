import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A service as a process. */
export interface RunningService {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** All that it printed so far. */
  readonly log: () => string;
  /** Resolves when `/ready` answers 200; rejects with its log after 20 s, or when it ended. */
  ready(): Promise<void>;
  /** Sends a signal and waits for the end (SIGTERM unless told). */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a bundle on a free port, with these variables and no others. */
export async function startService(
  name: string,
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    cwd: '/',
    env: { PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-200_000);
    });
  const ended = once(child, 'close');
  const url = `http://127.0.0.1:${port}`;
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  return {
    name,
    url,
    pid: child.pid ?? -1,
    log: () => log,
    async ready() {
      for (let tries = 0; tries < 400; tries++) {
        if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${log}`);
        const answer = await fetch(`${url}/ready`).catch(() => undefined);
        if (answer?.ok) return;
        await sleep(50);
      }
      throw new Error(`${name} is not ready after 20 s:\n${log}`);
    },
    async stop(signal = 'SIGTERM') {
      process.off('exit', onExit);
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const limit = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(limit);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
