import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { ManifestError } from '../error.ts';
import { when } from '../hole/build.ts';
import type { Expr, When } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import type { Hole } from './open.ts';
import { metadata, type StackScope } from './scope.ts';

/** How many pods a component has, by the work that they have. */
export interface AutoscalerOptions {
  /** Name of the component and of the autoscaler. */
  readonly name: string;
  /** What is scaled; the Deployment of that name unless told. */
  readonly target?: { readonly kind: 'Deployment' | 'StatefulSet'; readonly name: string };
  readonly minReplicas: Hole<number>;
  readonly maxReplicas: Hole<number>;
  /** CPU that pods should use on average, in percent of their request. */
  readonly targetCPU: Hole<number>;
  /** Absent: always there. */
  readonly enabled?: Expr<boolean>;
}

/**
 * Adds pods at once when they are busy, and takes them away slowly: at most half of them a minute, after five calm
 * minutes. While it is there, what it scales must not set `replicas`, or each apply undoes its work.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label, or a range that is none
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function autoscaler(
  scope: StackScope,
  options: AutoscalerOptions & { readonly enabled: Expr<boolean> },
): When<Fields<IHorizontalPodAutoscaler>>;
export function autoscaler(scope: StackScope, options: AutoscalerOptions): Fields<IHorizontalPodAutoscaler>;
export function autoscaler(
  scope: StackScope,
  options: AutoscalerOptions,
): Fields<IHorizontalPodAutoscaler> | When<Fields<IHorizontalPodAutoscaler>> {
  const { name, target = { kind: 'Deployment', name }, enabled, minReplicas, maxReplicas, targetCPU } = options;
  checkComponentName('autoscaler', name);
  checkRange(options);
  const object: Fields<IHorizontalPodAutoscaler> = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(scope, name, name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: target.kind, name: target.name },
      minReplicas,
      maxReplicas,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCPU } } },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 15 },
            { type: 'Pods', value: 4, periodSeconds: 15 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
        },
      },
    },
  };
  return enabled ? when(enabled, object) : object;
}

/** Holes are left to the schema of the values. */
function checkRange({ name, minReplicas, maxReplicas, targetCPU }: AutoscalerOptions): void {
  const faults = [
    ...tooSmall('minReplicas', minReplicas),
    ...tooSmall('maxReplicas', maxReplicas),
    ...tooSmall('targetCPU', targetCPU),
    ...(typeof minReplicas === 'number' && typeof maxReplicas === 'number' && minReplicas > maxReplicas
      ? [`minReplicas ${minReplicas} is more than maxReplicas ${maxReplicas}`]
      : []),
  ];
  if (faults.length === 0) return;
  throw new ManifestError('BAD_COMPONENT', {
    doing: `make the autoscaler ${JSON.stringify(name)}`,
    because: faults.join(' and '),
    fix: 'give whole numbers from 1 on, the smaller one as minReplicas',
  });
}

function tooSmall(field: string, value: Hole<number>): readonly string[] {
  if (typeof value !== 'number' || (Number.isInteger(value) && value >= 1)) return [];
  return [`${field} is ${value}`];
}
