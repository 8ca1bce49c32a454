import type { KubeObject } from '@nx-kube/kube';
import { listAt } from '../json.ts';
import { conditionOf, numberAt, saidBy } from './live.ts';
import { failed, pending, ready, type Verdict } from './verdict.ts';

const failures = ['Failed', 'Stalled', 'Degraded'];
const successes = ['Ready', 'Available', 'Established', 'Programmed', 'Complete', 'Succeeded', 'Healthy'];

/**
 * Judges an object of any other kind by the conditions that controllers agree on. Pure. Without a condition it is ready:
 * most kinds (ConfigMap, Role, …) have nobody who reports on them.
 *
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties
 */
export function conditionsReadiness(object: KubeObject): Verdict {
  const generation = object.metadata.generation ?? 0;
  if (numberAt(object, ['status', 'observedGeneration'], generation) < generation) {
    return pending('the controller has not seen the new spec');
  }
  const stale = listAt(object, 'status', 'conditions').some(
    (condition) => numberAt(condition, ['observedGeneration'], generation) < generation,
  );
  if (stale) return pending('its conditions describe the old spec');
  for (const type of failures) {
    const condition = conditionOf(object, type);
    if (condition?.['status'] === 'True') return failed(saidBy(condition));
  }
  for (const type of successes) {
    const condition = conditionOf(object, type);
    if (condition?.['status'] === 'True') return ready(type.toLowerCase());
    if (condition) return pending(saidBy(condition));
  }
  return ready('stored');
}
