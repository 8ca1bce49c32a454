import type { LocalProbe } from '@nx-kube/manifests/local';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';

import { type Launch, startChild } from './child.ts';

/** What a process answered to its probe; `because` is one clause, also where it is well. */
export interface ProbeAnswer {
  readonly ok: boolean;
  readonly because: string;
}

/** A question to a process on this machine. */
export type Question =
  | { readonly type: 'http'; readonly path: string; readonly port: number }
  | { readonly type: 'tcp'; readonly port: number }
  /** What is run, and how the container calls it. */
  | { readonly type: 'exec'; readonly launch: Launch; readonly shown: string }
  /** Whatever else there is to ask. */
  | { readonly type: 'call'; readonly shown: string; readonly ask: (timeoutMs: number) => Promise<boolean> };

/** Who hears of a program that is run for an answer. */
export type ProbeRunner = Pick<Parameters<typeof startChild>[1], 'name' | 'remember' | 'forget'>;

/**
 * Asks once, as the kubelet does: HTTP is well from 200 to 399, TCP when it connects, a program when it ends with 0; none of them
 * after the timeout. Never throws.
 */
export async function askProbe(
  question: Question,
  { timeoutSeconds }: Pick<LocalProbe, 'timeoutSeconds'>,
  { signal, runner }: { readonly signal: AbortSignal; readonly runner: ProbeRunner },
): Promise<ProbeAnswer> {
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const either = AbortSignal.any([signal, timeout]);
  const what = shownAs(question);
  try {
    const said = await ask(question, either, { timeoutMs: timeoutSeconds * 1000, runner });
    return { ok: said === undefined, because: `${what} ${said ?? 'is well'}` };
  } catch (error) {
    if (timeout.aborted) return { ok: false, because: `${what} did not answer within ${timeoutSeconds} s` };
    const code = (error as NodeJS.ErrnoException).code ?? 'an error';
    return { ok: false, because: `${what} failed: ${code === 'ECONNREFUSED' ? 'nobody listens' : code}` };
  }
}

/** @returns what is not well */
async function ask(
  question: Question,
  signal: AbortSignal,
  { timeoutMs, runner }: { readonly timeoutMs: number; readonly runner: ProbeRunner },
): Promise<string | undefined> {
  switch (question.type) {
    case 'http': {
      const status = await statusOf(question, signal);
      return status >= 200 && status < 400 ? undefined : `answered ${status}`;
    }
    case 'tcp': {
      const socket = connect({ port: question.port, host: '127.0.0.1' });
      try {
        await once(socket, 'connect', { signal });
      } finally {
        socket.on('error', () => undefined).destroy();
      }
      return undefined;
    }
    case 'exec':
      return outcomeOf(question.launch, signal, runner);
    default:
      return (await question.ask(timeoutMs)) ? undefined : 'did not answer well';
  }
}

async function statusOf({ path, port }: Extract<Question, { type: 'http' }>, signal: AbortSignal): Promise<number> {
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    signal,
    agent: false,
    headers: { 'user-agent': 'nx-kube-probe' },
  });
  // Once it has answered, the rest of it is of no interest, nor is what goes wrong there.
  asked.on('error', () => undefined);
  asked.end();
  const [answer] = (await once(asked, 'response')) as [{ statusCode?: number }];
  asked.destroy();
  return answer.statusCode ?? 0;
}

async function outcomeOf(launch: Launch, signal: AbortSignal, runner: ProbeRunner): Promise<string | undefined> {
  const child = startChild(launch, { ...runner, line: () => undefined });
  const kill = (): void => child.kill();
  signal.addEventListener('abort', kill, { once: true });
  const ending = await child.ended;
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  switch (ending.type) {
    case 'exit':
      return ending.code === 0 ? undefined : `ended with exit code ${ending.code}`;
    case 'signal':
      return `was ended by ${ending.signal}`;
    default:
      return 'could not be started';
  }
}

function shownAs(question: Question): string {
  switch (question.type) {
    case 'http':
      return `GET ${question.path}`;
    case 'tcp':
      return `a connection to port ${question.port}`;
    default:
      return question.shown;
  }
}
