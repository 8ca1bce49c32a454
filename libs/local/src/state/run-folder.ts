import type { EmitLocal } from '../events.ts';
import type { RunState } from './run-state.ts';

/** A child process that must not outlive its run. It leads a process group of its own. */
export interface Child {
  readonly pid: number;
  /** As people know it: `backend-1`. */
  readonly name: string;
  /** How it ends tidily. */
  readonly signal: NodeJS.Signals;
}

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
 * Takes the folder of a stack's local run, for which exactly one process can have it at a time, and ends what a run
 * that was killed has left behind.
 *
 * @throws LocalError DISK_FULL, FOLDER_UNUSABLE
 */
export async function openRunFolder(options: RunFolderOptions): Promise<RunFolder | RunningElsewhere> {
  throw new Error(`being written: ${options.folder}`);
}
