import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Fields, Templated } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import { container } from './container.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { configDigest, envVars, secretDigest, type Env } from './env.ts';
import type { Hole, OpenDeployment, OpenPod } from './open.ts';
import { pod } from './pod.ts';
import { labelsOf, metadata, type ImageValues, type ResourceValues, type StackScope } from './scope.ts';
import { serviceAccount } from './service-account.ts';

/** A program that runs all the time and that nobody calls: it takes its work from a queue or a database. */
export interface WorkerOptions {
  readonly name: string;
  readonly image: ImageValues;
  readonly replicas: Hole<number>;
  readonly resources: ResourceValues;
  /** Absent: what the image starts by itself. */
  readonly command?: readonly string[];
  readonly env?: Env;
  /** A command that fails once the program hangs, after which it is restarted; it ends within 5 seconds. */
  readonly alive?: readonly string[];
}

/** The objects of a worker. */
export interface Worker {
  readonly serviceAccount: Fields<IServiceAccount>;
  readonly deployment: OpenDeployment;
  /** Absent where there is never more than one pod. */
  readonly disruptionBudget?: Templated<IPodDisruptionBudget>;
}

/**
 * A program without a port, that rolls out without a gap: two versions of it work side by side for a moment.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 */
export function worker(scope: StackScope, options: WorkerOptions): Worker {
  const { name, replicas } = options;
  checkComponentName('worker', name);
  const budget = disruptionBudget(scope, { name, replicas });
  return {
    serviceAccount: serviceAccount(scope, name),
    deployment: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata(scope, name, name),
      spec: {
        replicas,
        revisionHistoryLimit: 3,
        selector: { matchLabels: { ...labelsOf(scope, name) } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: template(scope, options),
      },
    },
    ...(budget ? { disruptionBudget: budget } : {}),
  };
}

function template(scope: StackScope, { name, image, resources, command, env = {}, alive }: WorkerOptions): OpenPod {
  // A hung program is seen within a minute; one slow answer is no reason to restart.
  const probe = { periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 3 };
  return pod(scope, {
    component: name,
    annotations: { ...configDigest(env), ...secretDigest(env) },
    serviceAccount: name,
    container: {
      name,
      ...container(image, resources),
      ...(command ? { command } : {}),
      env: envVars(env),
      ...(alive ? { livenessProbe: { exec: { command: alive }, ...probe } } : {}),
    },
    spread: true,
  });
}
