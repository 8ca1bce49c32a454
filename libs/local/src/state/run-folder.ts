import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { LocalError } from '../error.ts';
import type { EmitLocal } from '../events.ts';
import type { Child } from './children.ts';
import { openChildren, readChildren } from './children.ts';
import { dataFolder } from './data-folder.ts';
import { diskFull, isDiskFull, requireSpace } from './disk-space.ts';
import { baseOf, makeFolder, makeHome, openFolder } from './home.ts';
import type { Holder, Lock } from './lock.ts';
import { lockHolder, takeLock } from './lock.ts';
import { endOrphans } from './orphans.ts';
import { openPublisher } from './publisher.ts';
import { readRun } from './run-file.ts';
import type { RunState } from './run-state.ts';
import { readSecrets, writeSecrets } from './secrets-file.ts';
import { isRoot } from './service-user.ts';
import { sweepDrafts } from './write-whole.ts';

/** How long what a killed run has left behind may take to end; people are waiting. */
const ORPHANS_MS = 5_000;
/** How long another process may take from having the lock to saying so in run.json. */
const HELLO_MS = 1_000;
const POLL_MS = 20;

/** Another process runs this stack. */
export interface RunningElsewhere {
  readonly type: 'running';
  readonly state: RunState;
}

/** The folder of a stack's local run, ours until `close`: no other process has it at the same time. */
export interface RunFolder {
  readonly type: 'own';
  readonly folder: string;
  /** Folder of what outlives the run, by claim; absolute, private, made if absent. As root not always below `folder`. */
  data(claim: string): string;
  /** Folder of what may be deleted at any time. */
  cache(name: string): string;
  /** Folder for the files of one process: those of its Secrets and ConfigMaps. */
  files(process: string): string;
  /** Folder of the logs. */
  readonly logs: string;
  /** Notes a child, so that the next start ends it if this process is killed: call it right after `spawn`. */
  remember(child: Child): void;
  forget(pid: number): void;
  /** Replaces run.json; at most ten times a second, and the last state always gets there. */
  publish(state: RunState): void;
  /** Data of the Secret, in base64 as objects have it; absent at the first start. */
  readSecrets(): Readonly<Record<string, string>> | undefined;
  writeSecrets(values: Readonly<Record<string, string>>): void;
  /** Lets others have the folder; run.json stays, with `endedAt`. */
  close(): Promise<void>;
}

/** Whose run it is going to be. */
export interface RunFolderOptions {
  /** `<workspace>/.nx-kube/local/<stack>`, absolute. */
  readonly folder: string;
  readonly stack: string;
  readonly mode: RunState['mode'];
  readonly emit: EmitLocal;
}

/**
 * Takes the folder of a stack's local run, which exactly one process can have at a time, and ends what a run that was
 * killed has left behind.
 *
 * @throws LocalError DISK_FULL, FOLDER_UNUSABLE
 */
export async function openRunFolder(options: RunFolderOptions): Promise<RunFolder | RunningElsewhere> {
  const { folder } = options;
  explained(folder, () => makeRunFolder(folder));
  let lock = explained(folder, () => takeLock(folder));
  while ('pid' in lock) {
    const state = await greet(options, lock);
    if (state !== undefined) return { type: 'running', state };
    lock = explained(folder, () => takeLock(folder));
  }
  try {
    requireSpace(folder);
    return await own(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function own({ folder, stack, mode, emit }: RunFolderOptions, lock: Lock): Promise<RunFolder> {
  const warn = warnOnce(folder, emit);
  sweepDrafts(folder);
  const publisher = openPublisher(folder, firstState(stack, mode, process.pid), warn);
  const names = await endOrphans(readChildren(folder), ORPHANS_MS);
  const message = `the run before was killed; ended what it had left: ${names.join(', ')}`;
  if (names.length > 0) emit({ type: 'notice', level: 'info', message });
  const children = openChildren(folder, warn);
  const inside = (...path: string[]): string => explained(folder, () => privateFolder(join(folder, ...path)));
  return {
    type: 'own',
    folder,
    data: (claim) => explained(folder, () => dataOf(folder, claim)),
    cache: (name) => inside('cache', name),
    files: (name) => inside('files', name),
    logs: inside('logs'),
    remember: (child) => children.add(child),
    forget: (pid) => children.delete(pid),
    publish: (state) => publisher.publish(state),
    readSecrets: () => readSecrets(folder),
    writeSecrets: (values) => explained(folder, () => writeSecrets(folder, values)),
    close: () => {
      publisher.end();
      children.end();
      lock.release();
      return Promise.resolve();
    },
  };
}

/** As root, another user's server has its data below; what is private is in private folders. */
function makeRunFolder(folder: string): void {
  makeHome(baseOf(folder), baseOf(folder));
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  if (isRoot()) openFolder(dirname(folder));
  makeFolder(folder, isRoot() ? 0o711 : 0o700);
}

function dataOf(folder: string, claim: string): string {
  const data = dataFolder(folder);
  requireSpace(data);
  mkdirSync(join(data, claim), { recursive: true, mode: 0o700 });
  return join(data, claim);
}

function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/**
 * What the other says about itself; it may have the lock since this moment only.
 *
 * @returns `undefined` if it has ended meanwhile
 */
async function greet({ folder, stack, mode }: RunFolderOptions, { pid }: Holder): Promise<RunState | undefined> {
  for (const deadline = Date.now() + HELLO_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    if (lockHolder(folder)?.pid !== pid) return undefined;
    const state = readRun(folder);
    if (state?.pid === pid && state.endedAt === undefined) return state;
  }
  return firstState(stack, mode, pid);
}

function firstState(stack: string, mode: RunState['mode'], pid: number): RunState {
  const startedAt = new Date().toISOString();
  return { stack, mode, pid, startedAt, urls: [], ready: false, processes: [], problems: [] };
}

/** A disk that fills up while everything runs ends nothing: what could not be noted is noted with the next change. */
function warnOnce(folder: string, emit: EmitLocal): (error: unknown) => void {
  let told = false;
  return (error) => {
    if (told) return;
    told = true;
    const because = error instanceof Error ? error.message : String(error);
    emit({ type: 'notice', level: 'warning', message: `${folder} can't be written, the run goes on: ${because}` });
  };
}

function explained<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isDiskFull(error)) throw diskFull(folder, 'no space is left there', error);
    const { code = '', path = folder } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) throw error;
    const foreign = ['EACCES', 'EPERM'].includes(code);
    const because = `${path} can't be written (${code})${foreign ? '; perhaps root made it' : ''}`;
    const fix = foreign
      ? `give it to yourself: sudo chown -R "$(id -u)" ${baseOf(folder)}`
      : `make ${path} a folder that can be written`;
    throw new LocalError('FOLDER_UNUSABLE', { doing: `use ${folder}`, because, fix }, error);
  }
}
