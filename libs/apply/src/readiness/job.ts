import type { KubeObject } from '@nx-kube/kube';
import { conditionIs, numberAt, saidBy } from './live.ts';
import { failed, pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges whether a Job has completed. Pure. A suspended Job is not waited for: it does not go on by itself.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions
 */
export function jobReadiness(object: KubeObject): Verdict {
  const failure = conditionIs(object, 'Failed', 'True') ?? conditionIs(object, 'FailureTarget', 'True');
  if (failure) return failed(saidBy(failure));
  if (conditionIs(object, 'Complete', 'True')) return ready('completed');
  if (conditionIs(object, 'Suspended', 'True')) return ready('suspended');
  const want = numberAt(object, ['spec', 'completions'], 1);
  return pending(`${numberAt(object, ['status', 'succeeded'])} of ${want} completions`);
}
