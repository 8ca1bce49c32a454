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
  /** Whether those before serve on. Otherwise they had to make room, and the new ones are started again and again. */
  readonly stays?: boolean;
}

/** A stack that has become another one, and what its workloads run. */
export interface NewPlan {
  readonly plan: LocalPlan;
  /** Asked for projects that nothing has run yet. */
  readonly programs: (project: string) => Promise<Program>;
}

/** What has to happen so that a run is that of another plan: names of workloads. */
export interface Difference {
  /** Their very processes run on. */
  readonly same: readonly string[];
  readonly anew: readonly string[];
  readonly scaled: readonly string[];
  readonly begin: readonly string[];
  readonly end: readonly string[];
  /** The front door leads elsewhere. */
  readonly routes: boolean;
}

/** A run on its way to another plan. */
export interface Adaptation extends Difference {
  /**
   * Who failed: then neither are routes led anew nor is a workload ended. Undefined where a newer plan, or the end of the run, took
   * the place of this one.
   */
  readonly done: Promise<readonly Failed[] | undefined>;
}

/** A workload that did not get ready. */
export interface Failed {
  readonly workload: string;
  readonly problem: LocalProblem;
  /** Whether its processes from before serve on, as in `Replacement`. */
  readonly stays: boolean;
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
  /**
   * Makes the run that of another plan of the same stack, once it has been ready: a workload that differs is replaced as by `replace`,
   * what is new begins, and when all of that is ready routes are led anew and what has left ends. The rest runs on.
   *
   * @throws {LocalError} `UNKNOWN_WORKLOAD` for a name in `only` that the plan does not have
   */
  adapt(plan: NewPlan): Promise<Adaptation>;
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
