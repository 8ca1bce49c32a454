import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { localFolder } from '../local/folder.ts';
import { numberEvents, type RunEvent } from '../report/events.ts';
import type { World } from '../world.ts';
import { type PublishedRun, publishRun } from './published-run.ts';
import { type StubWorld, stubWorld } from './stub-programs.ts';

/** A workspace with a local run. */
export interface HeldRun {
  readonly stub: StubWorld;
  readonly folder: string;
  /** Lets the run end; `SIGKILL` where a process of its own has it: without a word. */
  end(signal?: 'SIGKILL'): Promise<void>;
  remove(): Promise<void>;
}

/** A run that this process has: for what only looks at it. */
export async function holdRun(run: PublishedRun = {}): Promise<HeldRun> {
  const stub = stubWorld();
  const folder = localFolder(stub.root, 'small');
  const held = await publishRun(folder, run);
  const end = onlyOnce(() => held.close());
  return { stub, folder, end, remove: () => end().then(() => stub.remove()) };
}

/** A run that a process of its own has, which can be killed and stopped. */
export async function spawnRun(run: PublishedRun = {}): Promise<HeldRun & { readonly holder: ChildProcess }> {
  const stub = stubWorld();
  const folder = localFolder(stub.root, 'small');
  const program = fileURLToPath(import.meta.resolve('./hold-run.ts'));
  const holder = spawn(process.execPath, [program, folder, JSON.stringify(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const end = (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => endProcess(holder, signal);
  return { stub, folder, holder, end, remove: () => end('SIGKILL').then(() => stub.remove()) };
}

/** A world in a workspace, and what a verb tells there. */
export function worldOf(
  { root, env }: Pick<StubWorld, 'root' | 'env'>,
  signal: AbortSignal = new AbortController().signal,
): { readonly world: World; readonly events: readonly RunEvent[] } {
  const events: RunEvent[] = [];
  const emit = numberEvents(
    (event) => events.push(event),
    () => 0,
  );
  return { world: { root, env, signal, emit, underNx: false }, events };
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
