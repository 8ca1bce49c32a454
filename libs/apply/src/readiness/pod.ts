import type { KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { conditionIs, conditionOf, saidBy } from './live.ts';
import { failed, pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges a Pod that stands by itself. Pure.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase
 */
export function podReadiness(object: KubeObject): Verdict {
  const phase = stringAt(object, 'status', 'phase') ?? 'not seen by the scheduler';
  if (phase === 'Succeeded') return ready('completed');
  if (phase === 'Failed') return failed(stringAt(object, 'status', 'message') ?? 'the pod failed');
  if (conditionIs(object, 'Ready', 'True')) return ready('ready');
  const unscheduled = conditionIs(object, 'PodScheduled', 'False');
  if (unscheduled) return pending(saidBy(unscheduled));
  const unready = conditionOf(object, 'Ready');
  return pending(unready ? saidBy(unready) : phase);
}
