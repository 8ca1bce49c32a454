import type { KubeObject } from '@nx-kube/kube';
import { conditionIs, saidBy } from './live.ts';
import { failed, pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges a CustomResourceDefinition. Pure.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
export function customResourceDefinitionReadiness(object: KubeObject): Verdict {
  const refused = conditionIs(object, 'NamesAccepted', 'False');
  if (refused) return failed(saidBy(refused));
  const established = conditionIs(object, 'Established', 'True');
  return established ? ready('established') : pending('not established');
}
