import type { ObjectRef } from '@nx-kube/kube';
import type { Diagnosis } from './diagnosis/diagnosis.ts';

/** What the plan says about one object; `fields` (paths, never values) only where a dry run was asked for. */
export interface PlannedChange {
  readonly ref: ObjectRef;
  readonly action: 'create' | 'update' | 'unchanged' | 'prune' | 'keep';
  readonly reason?: string;
  readonly fields?: readonly string[];
}

/** What happened to an object that was sent. `unchanged`: the server found nothing to do. */
export type AppliedAction = 'created' | 'updated' | 'unchanged' | 'recreated';

/** One thing that a run has to tell. No event holds a secret value. */
export type DeployEventBody =
  | { readonly type: 'plan'; readonly objects: readonly PlannedChange[]; readonly dryRun: boolean }
  | { readonly type: 'phase'; readonly name: string; readonly state: 'started' | 'finished'; readonly objects: number }
  | { readonly type: 'applied'; readonly ref: ObjectRef; readonly action: AppliedAction }
  | {
      readonly type: 'failed';
      readonly ref: ObjectRef;
      readonly code: string;
      readonly because: string;
      readonly fix: string;
    }
  | { readonly type: 'skipped'; readonly ref: ObjectRef; readonly because: string }
  | { readonly type: 'waiting'; readonly ref: ObjectRef; readonly message: string }
  | { readonly type: 'ready'; readonly ref: ObjectRef; readonly message?: string }
  | { readonly type: 'diagnosis'; readonly ref?: ObjectRef; readonly diagnosis: Diagnosis }
  | { readonly type: 'pruned'; readonly ref: ObjectRef }
  | { readonly type: 'deleted'; readonly ref: ObjectRef }
  | { readonly type: 'kept'; readonly ref: ObjectRef; readonly because: string }
  | { readonly type: 'warning'; readonly message: string; readonly ref?: ObjectRef }
  | { readonly type: 'lock'; readonly state: 'waiting' | 'taken' | 'expired' | 'lost'; readonly holder: string }
  | { readonly type: 'retry'; readonly ref: ObjectRef; readonly because: string; readonly attempt: number }
  | {
      readonly type: 'summary';
      readonly ok: boolean;
      readonly changed: number;
      readonly unchanged: number;
      readonly pruned: number;
      readonly failed: number;
      readonly interrupted: boolean;
    };

/** An event as it is handed out: in order (`seq` from 1), with milliseconds since the run began. */
export type DeployEvent = DeployEventBody & { readonly seq: number; readonly elapsedMs: number };

/** Hands one event to whoever reports. */
export type Emit = (event: DeployEventBody) => void;

/** Numbers and times events. `now` is monotonic milliseconds; the wall clock jumps when a laptop wakes up. */
export function eventStream(onEvent: (event: DeployEvent) => void, now: () => number): Emit {
  const begun = now();
  let seq = 0;
  return (event) => {
    seq += 1;
    onEvent({ ...event, seq, elapsedMs: Math.round(now() - begun) });
  };
}
