import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Expr } from '../hole/expr.ts';
import type { Templated } from '../hole/templated.ts';
import { clusterService } from './cluster-service.ts';
import { container, httpProbes } from './container.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { configDigest, envVars, type Env } from './env.ts';
import { pod } from './pod.ts';
import { labelsOf, type ImageValues, type ResourceValues, type StackScope } from './scope.ts';
import { serviceAccount } from './service-account.ts';

/** An HTTP service with `/ready` and `/health` on one port. */
export interface HttpServiceOptions {
  /** Name of the component, of its Deployment and of its ServiceAccount. */
  readonly name: string;
  /** Name of its Service. */
  readonly service: string;
  readonly port: number;
  readonly image: ImageValues;
  readonly replicas: Expr<number>;
  readonly resources: ResourceValues;
  readonly env: Env;
  /** Runs to its end in the same image before the service starts. */
  readonly before?: { readonly name: string; readonly command: readonly string[]; readonly env: Env };
}

/** The objects of one HTTP service. */
export interface HttpService {
  readonly serviceAccount: Templated<IServiceAccount>;
  readonly service: Templated<IService>;
  readonly deployment: Templated<IDeployment>;
  readonly disruptionBudget: Templated<IPodDisruptionBudget>;
}

/**
 * A service that rolls out without a gap: a new pod is ready before an old one goes, and its pods lie on different
 * nodes where there are several.
 */
export function httpService(scope: StackScope, options: HttpServiceOptions): HttpService {
  const { name, service, port, replicas } = options;
  const labels = labelsOf(scope, name);
  return {
    serviceAccount: serviceAccount(scope, name),
    service: clusterService(scope, { name: service, labels, port: { name: 'http', port } }),
    deployment: deployment(scope, options),
    disruptionBudget: disruptionBudget(scope, { name, labels, replicas }),
  };
}

function deployment(scope: StackScope, options: HttpServiceOptions): Templated<IDeployment> {
  const { name, port, replicas, env, before, image, resources } = options;
  const labels = labelsOf(scope, name);
  const runtime = container(image, resources);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: scope.namespace, labels: { ...labels } },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      selector: { matchLabels: { ...labels } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: pod({
        labels,
        annotations: configDigest(env, before?.env ?? {}),
        serviceAccount: name,
        initContainers: before
          ? [{ name: before.name, ...runtime, command: before.command, env: envVars(before.env) }]
          : [],
        container: {
          name,
          ...runtime,
          ports: [{ name: 'http', containerPort: port }],
          env: envVars({ HOST: '0.0.0.0', PORT: String(port), ...env }),
          ...httpProbes('http'),
        },
        spread: true,
      }),
    },
  };
}
