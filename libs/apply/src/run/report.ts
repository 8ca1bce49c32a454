import type { ObjectRef } from '@nx-kube/kube';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Plan } from '../plan/plan.ts';
import type { Outcomes } from './outcome.ts';

/** An object that was not applied, or did not become ready. */
export interface FailedObject {
  readonly ref: ObjectRef;
  readonly code: string;
  readonly because: string;
  readonly fix: string;
}

/** An object that stays, and why. */
export interface KeptObject {
  readonly ref: ObjectRef;
  readonly because: string;
}

/** How a deploy ended. */
export interface DeployReport {
  /** Everything is applied, ready (if it was waited for) and pruned. For a dry run: the server accepts the set. */
  readonly ok: boolean;
  /** Objects that the server really changed; for a dry run, those that it would. */
  readonly changed: readonly ObjectRef[];
  /** How many objects were as they should be. */
  readonly unchanged: number;
  readonly pruned: readonly ObjectRef[];
  /** Left the stack and stay, with the reason. */
  readonly kept: readonly KeptObject[];
  readonly failed: readonly FailedObject[];
  readonly diagnosis: readonly Diagnosis[];
  /** Stopped on request; run again to go on. */
  readonly interrupted: boolean;
}

/** Sums up what was planned and what came of it. */
export function deployReport(o: {
  readonly plan: Plan;
  readonly outcomes: Outcomes;
  readonly pruned: readonly ObjectRef[];
  readonly failed: readonly FailedObject[];
  readonly diagnosis: readonly Diagnosis[];
  readonly interrupted: boolean;
}): DeployReport {
  const outcomes = [...o.outcomes.values()];
  const applied = outcomes.filter((outcome) => outcome.state === 'applied');
  const changed = applied.filter((outcome) => outcome.applied.action !== 'unchanged').map(({ ref }) => ref);
  const failed = [
    ...outcomes.flatMap((outcome): FailedObject[] => {
      if (outcome.state === 'skipped') {
        return [
          { ref: outcome.ref, code: 'SKIPPED', because: outcome.because, fix: 'correct the object that it needs' },
        ];
      }
      if (outcome.state !== 'failed') return [];
      const { code, because, fix } = outcome.error;
      return [{ ref: outcome.ref, code, because, fix }];
    }),
    ...o.failed,
  ];
  return {
    ok: failed.length === 0 && !o.interrupted,
    changed,
    unchanged: o.plan.objects.filter(({ action }) => action === 'unchanged').length + applied.length - changed.length,
    pruned: o.pruned,
    kept: o.plan.objects.flatMap((object) =>
      object.action === 'keep' ? [{ ref: object.ref, because: object.reason }] : [],
    ),
    failed,
    diagnosis: o.diagnosis,
    interrupted: o.interrupted,
  };
}
