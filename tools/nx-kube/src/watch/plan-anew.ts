import { spawn } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import type { RunFolder } from '@nx-kube/local';

import { PluginError } from '../error.ts';
import type { StackAnswer, StackRequest } from './stack-worker.ts';

const WORKER = fileURLToPath(new URL('./stack-worker.ts', import.meta.url));

/** Lines of what it complained about that are told when it ends without an answer. */
const LINES_TOLD = 5;

/** What the process runs with. */
export interface PlanAnewOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Where it is remembered while it runs: if this process is killed, the next start of the stack ends it. */
  readonly children: Pick<RunFolder, 'remember' | 'forget'>;
}

/** Evaluates a stack as its sources are now, in a process of its own. */
export async function planAnew(
  request: StackRequest,
  { env, signal, children }: PlanAnewOptions,
): Promise<StackAnswer> {
  // In a group of its own: a Ctrl-C is ours to pass on.
  const child = spawn(process.execPath, [WORKER], {
    cwd: request.root,
    // Most of what it loads is what this process has loaded.
    env: { ...env, NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'] ?? getCompileCacheDir() },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
  const { pid } = child;
  if (pid !== undefined) children.remember({ pid, name: 'evaluation of the stack', signal: 'SIGKILL' });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  // A message to one that has just ended; `close` tells of it.
  child.on('error', () => undefined);
  child.send(request, () => undefined);
  if (signal.aborted) kill();
  let answer: StackAnswer | undefined;
  child.once('message', (message) => {
    answer = message as StackAnswer;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const [complaint] = await Promise.all([child.stderr ? text(child.stderr) : '', ended]);
  signal.removeEventListener('abort', kill);
  if (pid !== undefined) children.forget(pid);
  return answer ?? { ok: false, error: noAnswer(request, complaint) };
}

function noAnswer({ stack }: StackRequest, complaint: string): PluginError {
  const said = complaint.trim().split('\n').slice(-LINES_TOLD).join('\n');
  return new PluginError('BAD_STACK', {
    doing: `load the stack from ${stack}`,
    because: said || 'it ended the process that evaluates it',
    fix: 'correct the module',
  });
}
