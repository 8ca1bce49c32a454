import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { postgresAnswers } from '../postgres-answers.ts';
import type { PostgresServer } from '../prepare-postgres.ts';

/** A server that runs. */
export interface RunningServer {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves when it has ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

/** Starts a server as a supervisor does, and waits until it answers or has ended. */
export async function startServer(server: PostgresServer, port: number): Promise<RunningServer> {
  const [program = '', ...args] = server.command;
  const { cwd, env, uid, gid } = server;
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  const child = spawn(program, args, { cwd, ...user, env: { ...env }, detached: true, stdio: [...stdio] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  while (isAlive(child) && !(await postgresAnswers(port, 'todo', 1_000))) await sleep(10);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { child, lines, end };
}

/** A port on loopback that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no free port on loopback');
  return address.port;
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
