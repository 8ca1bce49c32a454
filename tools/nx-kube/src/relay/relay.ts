import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { kebabCase } from '../cli/camel-case.ts';
import type { Verb } from '../cli/verbs.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/nx-kube.mjs');

/**
 * Runs a verb in a process that outlives this one. Nx kills its executors within a millisecond of a Ctrl-C; the detached
 * process is not in their group, sees the channel close, finishes its requests in flight and ends.
 *
 * @param options as Nx hands them to an executor: camelCase, defaults filled in
 * @returns whether the verb succeeded
 */
export function relay(verb: Verb, options: Readonly<Record<string, unknown>>, root: string): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, verb, ...relayArguments(options), '--relay'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Nx itself may be killed: then nobody ends this executor, and its channel to Nx is what tells.
  process.once('disconnect', () => child.connected && child.disconnect());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** Options as words of a command line. Pure. */
export function relayArguments(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `--${kebabCase(name)}=${String(value)}`);
}
