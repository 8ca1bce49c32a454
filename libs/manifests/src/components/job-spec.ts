import { container } from './container.ts';
import { envVars, type Env } from './env.ts';
import type { Hole, OpenJobSpec } from './open.ts';
import { pod } from './pod.ts';
import type { ImageValues, ResourceValues, StackScope } from './scope.ts';

/** A program that runs to its end. */
export interface RunOptions {
  readonly name: string;
  readonly image: ImageValues;
  readonly resources: ResourceValues;
  /** Absent: what the image starts by itself. */
  readonly command?: readonly string[];
  readonly env?: Env;
  /** Tries after the first one failed; 3 unless told. Pods that a node's drain ended do not count. */
  readonly backoffLimit?: Hole<number>;
  /** All tries together, in seconds; 600 unless told. */
  readonly activeDeadlineSeconds?: Hole<number>;
}

/**
 * Runs a program to its end. Each try is a pod of its own, so that the logs of failed ones stay readable.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export function jobSpec(scope: StackScope, options: RunOptions): OpenJobSpec {
  const { name, image, resources, command, env = {}, backoffLimit = 3, activeDeadlineSeconds = 600 } = options;
  const template = pod(scope, {
    component: name,
    serviceAccount: name,
    container: { name, ...container(image, resources), ...(command ? { command } : {}), env: envVars(env) },
    restartPolicy: 'Never',
  });
  return {
    backoffLimit,
    activeDeadlineSeconds,
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template,
  };
}
