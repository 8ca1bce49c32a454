/** Where a process is in its life. */
export type ProcessState =
  /** Waits for what it needs: a build, a database, the steps before it. */
  | 'pending'
  /** Runs, and its startup probe has not succeeded yet. */
  | 'starting'
  | 'ready'
  /** Has started, and does not answer its readiness probe at this moment. */
  | 'unready'
  /** Was told to end. */
  | 'stopping'
  /** Ended well: a step before a workload, or a Job. */
  | 'done'
  /** Ended, and starts again after a pause. */
  | 'backoff'
  /** Ended for good: the run is over. */
  | 'ended';

/** What the supervisor tells. No event holds a secret; what processes print is theirs. */
export type LocalEvent =
  | {
      readonly type: 'process';
      /** `backend-1`; a step before a workload: `backend-migrate`. */
      readonly process: string;
      readonly workload: string;
      readonly state: ProcessState;
      readonly pid?: number;
      /** Milliseconds since it was started. */
      readonly afterMs?: number;
      readonly restarts: number;
      /** Why it is in this state, where that is not plain. */
      readonly because?: string;
    }
  | {
      readonly type: 'log';
      readonly process: string;
      readonly stream: 'stdout' | 'stderr';
      /** Without its line break. */
      readonly line: string;
      /** ISO 8601, when it was read. */
      readonly at: string;
    }
  | LocalProblem
  | { readonly type: 'notice'; readonly level: 'info' | 'warning'; readonly message: string };

/** Why something does not work, as far as this machine can tell. */
export interface LocalProblem {
  readonly type: 'problem';
  readonly process: string;
  /** Such as CRASH, START_PROBE, PORT_TAKEN, DATA_CORRUPTED, DISK_FULL. */
  readonly code: string;
  readonly because: string;
  /** Its own last lines. */
  readonly logs: readonly string[];
  readonly fix: string;
}

/** Takes an event. */
export type EmitLocal = (event: LocalEvent) => void;
