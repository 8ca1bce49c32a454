import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { and, eq, not, or, when } from '../hole/build.ts';
import type { Expr } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';
import { labelsOf, metadata, type StackScope } from './scope.ts';

/** Whose pods stay, and how many there are. */
export interface DisruptionBudgetOptions {
  /** The component, and the budget. */
  readonly name: string;
  readonly replicas: number | Expr<number>;
  /** Always if absent. */
  readonly enabled?: Expr<boolean>;
  /** Counts in place of `replicas` while it is enabled. */
  readonly autoscaling?: { readonly enabled: Expr<boolean>; readonly minReplicas: Expr<number> };
}

/**
 * Lets a node be drained one pod at a time. Absent below two pods, where it would only get in the way of the drain.
 *
 * @returns undefined where there are never two
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function disruptionBudget(
  scope: StackScope,
  options: DisruptionBudgetOptions & { readonly replicas: Expr<number> },
): Templated<IPodDisruptionBudget>;
export function disruptionBudget(
  scope: StackScope,
  options: DisruptionBudgetOptions,
): Templated<IPodDisruptionBudget> | undefined;
export function disruptionBudget(
  scope: StackScope,
  { name, replicas, enabled, autoscaling }: DisruptionBudgetOptions,
): Templated<IPodDisruptionBudget> | undefined {
  const several = autoscaling ? severalScaled(replicas, autoscaling) : severalOf(replicas);
  if (several === false) return undefined;
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(scope, name, name),
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...labelsOf(scope, name) } } },
  } as const;
  if (several === true) return enabled ? when(enabled, budget) : budget;
  return when(enabled ? and(enabled, several) : several, budget);
}

function severalOf(pods: number | Expr<number>): boolean | Expr<boolean> {
  return typeof pods === 'number' ? pods > 1 : and(not(eq(pods, 0)), not(eq(pods, 1)));
}

function severalScaled(
  replicas: number | Expr<number>,
  { enabled, minReplicas }: NonNullable<DisruptionBudgetOptions['autoscaling']>,
): Expr<boolean> {
  const scaled = and(enabled, not(eq(minReplicas, 1)));
  const fixed = severalOf(replicas);
  if (fixed === false) return scaled;
  return or(scaled, fixed === true ? not(enabled) : and(not(enabled), fixed));
}
