import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { and, eq, not, when } from '../hole/build.ts';
import type { Expr } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';
import type { ComponentLabels, StackScope } from './scope.ts';

/**
 * Lets a node be drained one pod at a time. Absent below two pods, where it would only get in the way of the drain.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function disruptionBudget(
  scope: StackScope,
  { name, labels, replicas }: { name: string; labels: ComponentLabels; replicas: Expr<number> },
): Templated<IPodDisruptionBudget> {
  const several = and(not(eq(replicas, 0)), not(eq(replicas, 1)));
  return when(several, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: scope.namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...labels } } },
  });
}
