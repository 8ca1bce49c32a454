import type { KubeObject } from '@nx-kube/kube';
import { conditionIs, isUnobserved, saidBy } from './live.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/** Judges a PodDisruptionBudget: ready when its controller has seen it, whether or not it allows a disruption. Pure. */
export function podDisruptionBudgetReadiness(object: KubeObject): Verdict {
  if (isUnobserved(object)) return pending('the controller has not seen the new spec');
  const allowed = conditionIs(object, 'DisruptionAllowed', 'False');
  return ready(allowed ? saidBy(allowed) : 'allows disruptions');
}
