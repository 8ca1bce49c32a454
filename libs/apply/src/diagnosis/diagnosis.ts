/** Why an object does not become ready, and what to do about it. */
export interface Diagnosis {
  /** `IMAGE_NEVER_PULL`, `CRASH`, …; of an init container with `INIT_` before it. */
  readonly code: string;
  /** `Pod todo-app/backend-7d9 (container migrate)` */
  readonly object: string;
  readonly because: string;
  readonly fix: string;
  /** The last lines of the container that ended. */
  readonly logs?: readonly string[];
  /** Waiting longer does not help. */
  readonly terminal: boolean;
}

/** A diagnosis before it is told: how sure it is, and where the log is. */
export interface Finding extends Diagnosis {
  /** Not terminal yet, but so once it has been seen for this long. Absent: only the timeout ends it. */
  readonly graceSeconds?: number;
  /** Whose log tells more. `previous`: the container has been started again since. */
  readonly log?: { readonly pod: string; readonly container: string; readonly previous: boolean };
  /** How often its container had been started again when this was found. */
  readonly attempt?: number;
  /** What is broken first: a lower number explains the higher ones. */
  readonly rank: Rank;
}

/** Missing configuration explains an image that is not pulled less than … a probe that fails. */
export type Rank = 1 | 2 | 3 | 4 | 5 | 6;

/** Ranks by what is looked at. */
export const ranks = { refused: 1, config: 2, image: 3, scheduling: 4, crash: 5, probe: 6 } as const;

/** Codes that an application gives when what it needs is not up yet. */
export function mayNeedOthers(finding: Finding): boolean {
  return finding.rank >= ranks.crash;
}
