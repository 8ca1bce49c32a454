import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import { jobSpec, type RunOptions } from './job-spec.ts';
import type { Hole, OpenJob } from './open.ts';
import { metadata, type StackScope } from './scope.ts';
import { serviceAccount } from './service-account.ts';

/** A program that runs once. */
export interface JobOptions extends RunOptions {
  /** Seconds until a finished Job goes; a day unless told. An apply after that runs it again. */
  readonly ttlSecondsAfterFinished?: Hole<number>;
}

/** The objects of a Job. */
export interface JobObjects {
  readonly serviceAccount: Fields<IServiceAccount>;
  readonly job: OpenJob;
}

const DAY_SECONDS = 86_400;

/**
 * A program that runs once to its end, with limits to its tries and its time. What a Job runs cannot be changed in the
 * cluster: name a new one for a new purpose, and write it so that a second run does no harm.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 * @example Object.values(job(scope, { name: 'import', image: v.images.backend, resources, command: ['node', 'import.mjs'] }))
 */
export function job(scope: StackScope, options: JobOptions): JobObjects {
  const { name, ttlSecondsAfterFinished = DAY_SECONDS } = options;
  checkComponentName('job', name);
  return {
    serviceAccount: serviceAccount(scope, name),
    job: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadata(scope, name, name),
      spec: { ...jobSpec(scope, options), ttlSecondsAfterFinished },
    },
  };
}
