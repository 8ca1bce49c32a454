import type { KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { isUnobserved, numberAt } from './live.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges whether a DaemonSet runs on every node that it should. Pure.
 *
 * @see https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/
 */
export function daemonSetReadiness(object: KubeObject): Verdict {
  if (isUnobserved(object)) return pending('the controller has not seen the new spec');
  const status = (field: string): number => numberAt(object, ['status', field]);
  const want = status('desiredNumberScheduled');
  const replaced = stringAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  if (!replaced && status('updatedNumberScheduled') < want) {
    return pending(`${status('updatedNumberScheduled')} of ${want} pods updated`);
  }
  if (status('numberAvailable') < want) return pending(`${status('numberAvailable')} of ${want} pods available`);
  return ready(`${want} of ${want} pods available`);
}
