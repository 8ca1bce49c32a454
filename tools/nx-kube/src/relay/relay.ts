import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { kebabCase } from '../cli/camel-case.ts';
import { SIGNALS } from '../cli/signals.ts';
import type { Verb } from '../cli/verbs.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/nx-kube.mjs');

/**
 * Runs a verb in a process that outlives this one. On a Ctrl-C Nx kills the tree of processes below it, from the leaves on, and
 * after 5 s whatever is left of it: services would end before the work that supervises them knows why. So the work is
 * nobody's child. It is told to end by a message, which leaves it time to show how it ends, or by the end of the channel.
 *
 * @param options as Nx hands them to an executor: camelCase, defaults filled in
 * @returns whether the verb succeeded
 */
export function relay(verb: Verb, options: Readonly<Record<string, unknown>>, root: string): Promise<boolean> {
  const [program = '', ...args] = apart([process.execPath, PROGRAM, verb, ...relayArguments(options), '--relay']);
  const child = spawn(program, args, { cwd: root, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const stop = (): void => {
    if (child.connected) child.send('stop');
  };
  for (const name of SIGNALS) process.on(name, stop);
  // Nx itself may be killed: then nobody ends this executor, and its channel to Nx is what tells.
  process.once('disconnect', stop);
  return new Promise<boolean>((resolve, reject) => {
    let code: unknown;
    child.once('error', reject);
    child.on('message', (message) => (code = message));
    child.once('disconnect', () => resolve(code === 0));
  }).finally(() => {
    for (const name of SIGNALS) process.off(name, stop);
  });
}

/** Words that start a program which has no parent but the system; it keeps the channel. Pure. */
function apart(words: readonly string[]): readonly string[] {
  return process.platform === 'win32' ? words : ['/bin/sh', '-c', '"$@" &', 'sh', ...words];
}

/** Options as words of a command line. Pure. */
export function relayArguments(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `--${kebabCase(name)}=${String(value)}`);
}
