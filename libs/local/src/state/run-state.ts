import type { LocalProblem, ProcessState } from '../events.ts';

/** One process as other programs see it. */
export interface ProcessStatus {
  readonly process: string;
  readonly workload: string;
  readonly state: ProcessState;
  readonly pid?: number;
  readonly port?: number;
  readonly restarts: number;
  readonly since: string;
  readonly because?: string;
}

/** What a run says about itself in `run.json`, replaced as one whenever something changes. */
export interface RunState {
  readonly stack: string;
  readonly mode: 'local' | 'watch';
  readonly pid: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** It is over because its process was killed: it had no time to end what it had started. */
  readonly killed?: boolean;
  /** Where people reach it, the best first; empty until the front door is open. */
  readonly urls: readonly string[];
  readonly ready: boolean;
  /** It was told to end, and is about to. */
  readonly stopping?: true;
  /** What was chosen to run, each with the databases that it needs; absent until that is known. */
  readonly workloads?: readonly { readonly name: string; readonly after: readonly string[] }[];
  /** What the stack has besides; absent until that is known. */
  readonly leftOut?: readonly string[];
  readonly processes: readonly ProcessStatus[];
  /** The newest problem of each process that has one now. */
  readonly problems: readonly LocalProblem[];
}
