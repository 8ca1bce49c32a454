import { setTimeout as sleep } from 'node:timers/promises';

import { readLogs, readRun, type RunState } from '@nx-kube/local/run';

import { PluginError } from '../error.ts';
import type { Outcome, World } from '../world.ts';
import type { LogChoice } from './log-choice.ts';
import { START } from './local-status.ts';
import { logFolder } from './log-folder.ts';
import { type Named, readOnly } from './names.ts';
import { isRunning, type LocalPlace } from './place.ts';

/** How often it is looked whether the run is over. */
const LOOK_MS = 500;

/**
 * Shows what the processes of the run on this machine print, or printed: following ends with the run.
 *
 * @throws PluginError USAGE
 */
export async function localLogs({ stack, folder, run }: LocalPlace, choice: LogChoice, world: World): Promise<Outcome> {
  const { emit, signal } = world;
  if (choice.previous) throw clusterOnly();
  if (run === undefined) {
    emit({ type: 'note', kind: 'missing', message: `there is no local run of ${stack.name}; ${START}` });
    return 'failed';
  }
  const isWanted = readOnly(choice.only, [...new Set(run.processes.map(({ workload }) => workload))]);
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const follow = choice.follow && isRunning(run);
  if (follow) void abortAtEnd(folder, over, signal);
  let lines = 0;
  const since = choice.since === undefined ? '' : new Date(choice.since).toISOString();
  const all = readLogs({ folder: logFolder(folder), tail: choice.tail ?? Infinity, follow, signal: either });
  for await (const line of all) {
    if (line.at < since || (isWanted && !isWanted(named(line.process, run)))) continue;
    emit({ type: 'log', ...line });
    lines += 1;
  }
  if (follow && !signal.aborted) emit({ type: 'note', kind: 'ended', message: `the run is over; ${START}` });
  if (lines === 0 && !follow) emit({ type: 'note', kind: 'empty', message: 'nothing was printed in that time' });
  return 'done';
}

/** Ends the following when the run has ended and its last lines have been written. */
async function abortAtEnd(folder: string, over: AbortController, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && isRunning(readRun(folder))) {
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  over.abort();
}

/** The workload of a process that came after the run was read is in its name: `backend-1`. */
function named(process: string, { processes }: RunState): Named {
  const known = processes.find((one) => one.process === process);
  const workloads = processes.map(({ workload }) => workload).filter((name) => process.startsWith(`${name}-`));
  const longest = workloads.toSorted((a, b) => b.length - a.length)[0];
  return { workload: known?.workload ?? longest ?? process, names: [process] };
}

function clusterOnly(): PluginError {
  return new PluginError('USAGE', {
    doing: 'read the logs',
    because: '--previous is about containers, and this is the run on this machine, whose logs hold every restart',
    fix: 'leave --previous out, or add --environment minikube',
  });
}
