import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { Expr } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import { checkSchedule } from './cron-schedule.ts';
import { jobSpec, type RunOptions } from './job-spec.ts';
import type { Hole, OpenCronJob } from './open.ts';
import { labelsOf, metadata, type StackScope } from './scope.ts';
import { serviceAccount } from './service-account.ts';

/** A program that runs again and again. */
export interface CronJobOptions extends RunOptions {
  /** Five fields as in crontab(5), or `@daily` and its like. */
  readonly schedule: Hole<string>;
  /** Zone of the schedule, from the tz database; `Etc/UTC` unless told, whatever the cluster's clock says. */
  readonly timeZone?: Hole<string>;
  readonly suspend?: Expr<boolean>;
}

/** The objects of a CronJob. */
export interface CronJobObjects {
  readonly serviceAccount: Fields<IServiceAccount>;
  readonly cronJob: OpenCronJob;
}

/** Kubernetes adds the minute of a run to the name, and Jobs' names end at 63. */
const MAX_NAME = 52;

/**
 * A program that runs on a schedule, one run at a time. A run that could not start within five minutes is left out:
 * without such a limit a CronJob that was held up for 100 runs never starts again.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label of at most 52, or a schedule that is none
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#job-creation
 */
export function cronJob(scope: StackScope, options: CronJobOptions): CronJobObjects {
  const { name, schedule, timeZone = 'Etc/UTC', suspend } = options;
  checkComponentName('cron job', name, MAX_NAME);
  if (typeof schedule === 'string') checkSchedule(`cron job ${JSON.stringify(name)}`, schedule);
  return {
    serviceAccount: serviceAccount(scope, name),
    cronJob: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: metadata(scope, name, name),
      spec: {
        schedule,
        timeZone,
        ...(suspend ? { suspend } : {}),
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels: { ...labelsOf(scope, name) } }, spec: jobSpec(scope, options) },
      },
    },
  };
}
