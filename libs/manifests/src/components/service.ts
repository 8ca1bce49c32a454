import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { not, when } from '../hole/build.ts';
import type { Expr } from '../hole/expr.ts';
import type { Fields, Templated } from '../hole/templated.ts';
import { clusterService } from './cluster-service.ts';
import { checkComponentName } from './component-name.ts';
import { container, httpProbes, type Probes } from './container.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { configDigest, envVars, secretDigest, type Env, type ExtraEnv } from './env.ts';
import type { OpenDeployment, OpenService } from './open.ts';
import { pod } from './pod.ts';
import { labelsOf, metadata, type ImageValues, type ResourceValues, type StackScope } from './scope.ts';
import { serviceAccount } from './service-account.ts';

/** A program that answers on one port. */
export interface ServiceOptions {
  /** Name of the component, of its Deployment and of its ServiceAccount. */
  readonly name: string;
  /** Name of its Service; that of the component if absent. */
  readonly service?: string;
  /** Where the program listens; it finds the number in `PORT`. */
  readonly port: number;
  /** `http` if absent; `grpc`, `redis`, … */
  readonly portName?: string;
  /** Name → number of more ports that the program listens on, which its Service does not lead to. */
  readonly podPorts?: Readonly<Record<string, number>>;
  readonly image: ImageValues;
  /** Left to the autoscaler while there is one. */
  readonly replicas: number | Expr<number>;
  readonly resources: ResourceValues;
  readonly env?: Env;
  readonly extraEnv?: ExtraEnv;
  /** `GET /ready` and `GET /health` if absent. */
  readonly probes?: Probes;
  /** Runs to its end in the same image before the program starts. */
  readonly before?: { readonly name: string; readonly command: readonly string[]; readonly env: Env };
  /** More of the container, such as its command or what it mounts. */
  readonly container?: Omit<Partial<Fields<IContainer>>, 'name' | 'env' | 'ports'>;
  readonly volumes?: readonly Fields<IVolume>[];
  readonly autoscaling?: { readonly enabled: Expr<boolean>; readonly minReplicas: Expr<number> };
  /** Seconds that the program has for what it is doing when it is told to stop; 30 if absent. */
  readonly graceSeconds?: number;
  /** Whether nodes are drained one of its pods at a time; always if absent. */
  readonly disruptionBudget?: Expr<boolean>;
}

/** The objects of one service. */
export interface Service {
  readonly serviceAccount: Fields<IServiceAccount>;
  readonly service: OpenService;
  readonly deployment: OpenDeployment;
  /** Absent where there is never more than one pod. */
  readonly disruptionBudget?: Templated<IPodDisruptionBudget>;
}

/**
 * A service that rolls out without a gap: a new pod is ready before an old one goes, and its pods lie on different
 * nodes where there are several.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 * @example service(scope, { name: 'api', port: 8080, image, replicas: 2, resources })
 */
export function service(scope: StackScope, options: ServiceOptions): Service {
  const { name, service: address = name, port, portName = 'http', replicas, autoscaling } = options;
  checkComponentName('service', name);
  checkComponentName('address of a service', address);
  const budget = disruptionBudget(scope, {
    name,
    replicas,
    ...(autoscaling ? { autoscaling } : {}),
    ...(options.disruptionBudget ? { enabled: options.disruptionBudget } : {}),
  });
  return {
    serviceAccount: serviceAccount(scope, name),
    service: clusterService(scope, { name: address, component: name, port: { name: portName, port } }),
    deployment: deployment(scope, options),
    ...(budget ? { disruptionBudget: budget } : {}),
  };
}

function deployment(scope: StackScope, options: ServiceOptions): OpenDeployment {
  const { name, replicas, autoscaling, env = {}, before, image, resources, volumes = [], graceSeconds } = options;
  const runtime = container(image, resources);
  const read = [env, before?.env ?? {}];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(scope, name, name),
    spec: {
      replicas: autoscaling ? when(not(autoscaling.enabled), replicas) : replicas,
      revisionHistoryLimit: 3,
      selector: { matchLabels: { ...labelsOf(scope, name) } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: pod(scope, {
        component: name,
        annotations: { ...configDigest(...read), ...secretDigest(...read) },
        serviceAccount: name,
        initContainers: before
          ? [{ name: before.name, ...runtime, command: before.command, env: envVars(before.env) }]
          : [],
        container: mainContainer(options),
        volumes,
        spread: true,
        ...(graceSeconds === undefined ? {} : { graceSeconds }),
      }),
    },
  };
}

function mainContainer(options: ServiceOptions): Fields<IContainer> {
  const { name, port, portName = 'http', podPorts = {}, env = {}, extraEnv, image, resources } = options;
  return {
    name,
    ...container(image, resources),
    ports: Object.entries({ [portName]: port, ...podPorts }).map(([of, number]) => ({
      name: of,
      containerPort: number,
    })),
    env: envVars({ PORT: String(port), ...env }, extraEnv),
    ...(options.probes ?? httpProbes(portName)),
    ...options.container,
  };
}
