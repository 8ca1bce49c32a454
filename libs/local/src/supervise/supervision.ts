import type { LocalPlan } from '@nx-kube/manifests/local';
import type { Door } from '../door/door.ts';
import type { EmitLocal, LocalProblem } from '../events.ts';
import type { Program } from '../program/program.ts';
import type { RunFolder } from '../state/run-folder.ts';
import type { RunState } from '../state/run-state.ts';

/** What a supervision needs of the folder of its run. */
export type SupervisedFolder = Pick<RunFolder, 'logs' | 'data' | 'files' | 'remember' | 'forget' | 'publish'>;

/** What a replacement came to. */
export interface Replacement {
  /** The new processes serve. */
  readonly ok: boolean;
  /** Milliseconds until they did, or until they failed. */
  readonly afterMs: number;
  /** Why they do not; `SUPERSEDED` where a newer replacement took the place of this one. */
  readonly problem?: LocalProblem;
}

/** The processes of a stack, kept running. */
export interface Supervision {
  /**
   * All is ready for the first time. Rejects with LocalError `START_FAILED` when a process ended three times before that, or a step
   * failed three times.
   */
  readonly ready: Promise<void>;
  /** Ends all: first what nobody needs, databases last, each within its grace. A second call kills at once. */
  stop(options?: { readonly now?: boolean }): Promise<void>;
  state(): RunState;
  /**
   * Runs this program from now on: new processes start beside the old ones and take over when they are ready; when they fail the old
   * ones stay.
   */
  replace(workload: string, program: Program): Promise<Replacement>;
}

/** How long is waited before a process is started again: doubled at each bad end, forgotten when it has run well. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
  readonly forgetMs: number;
}

/** What is supervised, and how. */
export interface SuperviseOptions {
  readonly plan: LocalPlan;
  readonly folder: SupervisedFolder;
  /** Is led to the Services, and closed at the end. */
  readonly door: Door;
  /** The workspace: binaries from npm are found from there. */
  readonly root: string;
  /** Asked once per project; a workload waits for its own. */
  readonly programs: (project: string) => Promise<Program>;
  /** These workloads, and the StatefulSets that they need; all if absent. */
  readonly only?: readonly string[];
  /** Most processes per Deployment. */
  readonly replicas?: number;
  readonly mode: 'local' | 'watch';
  readonly emit: EmitLocal;
  /** Stops all, as `stop()` does. */
  readonly signal: AbortSignal;
  readonly backoff?: Backoff;
}
