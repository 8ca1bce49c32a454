import type { KubeObject } from '@nx-kube/kube';
import type { Report } from './issue.ts';
import { isSchedule } from './schedule.ts';
import { atLeast, oneOf } from './value-rules.ts';

/** Workloads and what looks after them, as far as the API server would refuse them. */
export function checkWorkload(object: KubeObject, report: Report): void {
  KINDS[object.kind]?.((object['spec'] ?? {}) as Spec, report);
}

type Spec = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, (spec: Spec, report: Report) => void>> = {
  Deployment(spec, report) {
    counts(spec, ['replicas', 'minReadySeconds', 'revisionHistoryLimit'], report);
    checkStrategy('spec.strategy', spec['strategy'] as Strategy | undefined, report);
    const { progressDeadlineSeconds: deadline = 600, minReadySeconds: ready = 0 } = spec as Record<string, number>;
    if (deadline > ready) return;
    const message = `must be greater than minReadySeconds, which is ${ready}`;
    const path = 'spec.progressDeadlineSeconds';
    report({ path, value: deadline, rule: 'values/combination', message, fix: `write ${ready + 1} or more` });
  },
  StatefulSet: (spec, report) => counts(spec, ['replicas', 'minReadySeconds', 'revisionHistoryLimit'], report),
  ReplicaSet: (spec, report) => counts(spec, ['replicas', 'minReadySeconds'], report),
  DaemonSet: (spec, report) => counts(spec, ['minReadySeconds', 'revisionHistoryLimit'], report),
  Job: (spec, report) => checkJob('spec', spec, report),
  CronJob(spec, report) {
    const { schedule, jobTemplate } = spec as { schedule?: string; jobTemplate?: { spec?: Spec } };
    if (schedule !== undefined && !isSchedule(schedule))
      report({
        path: 'spec.schedule',
        value: schedule,
        rule: 'values/format',
        message: 'must be five fields in the form of cron, or @hourly, @daily…',
        fix: 'write minute, hour, day, month and weekday, such as "0 3 * * *"',
      });
    counts(spec, ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'], report);
    checkJob('spec.jobTemplate.spec', jobTemplate?.spec ?? {}, report);
  },
  HorizontalPodAutoscaler(spec, report) {
    const { minReplicas = 1, maxReplicas } = spec as Record<string, number>;
    atLeast(1, 'spec.minReplicas', minReplicas, report);
    atLeast(1, 'spec.maxReplicas', maxReplicas, report);
    if (maxReplicas === undefined || maxReplicas >= minReplicas) return;
    const message = `must not be below minReplicas, which is ${minReplicas}`;
    const fix = `write ${minReplicas} or more`;
    report({ path: 'spec.maxReplicas', value: maxReplicas, rule: 'values/combination', message, fix });
  },
  PodDisruptionBudget(spec, report) {
    oneOf('spec', spec, { fields: ['minAvailable', 'maxUnavailable'] }, report);
    for (const field of ['minAvailable', 'maxUnavailable']) share(`spec.${field}`, spec[field], report);
  },
};

function counts(spec: Spec, fields: readonly string[], report: Report): void {
  for (const field of fields) atLeast(0, `spec.${field}`, spec[field], report);
}

function checkJob(path: string, spec: Spec, report: Report): void {
  const fields = ['parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished', 'activeDeadlineSeconds'];
  for (const field of fields) atLeast(0, `${path}.${field}`, spec[field], report);
}

interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
}

function checkStrategy(path: string, { type, rollingUpdate }: Strategy = {}, report: Report): void {
  if (!rollingUpdate) return;
  const rule = 'values/combination';
  if (type === 'Recreate') {
    const fix = 'take it out, or write the type RollingUpdate';
    report({ path: `${path}.rollingUpdate`, rule, message: 'must not be set for Recreate', fix });
    return;
  }
  const { maxSurge = '25%', maxUnavailable = '25%' } = rollingUpdate;
  share(`${path}.rollingUpdate.maxSurge`, maxSurge, report);
  share(`${path}.rollingUpdate.maxUnavailable`, maxUnavailable, report);
  if (Number.parseFloat(String(maxSurge)) !== 0 || Number.parseFloat(String(maxUnavailable)) !== 0) return;
  const message = 'must not be 0 together with maxSurge: nothing could ever be replaced';
  const at = `${path}.rollingUpdate.maxUnavailable`;
  report({ path: at, value: maxUnavailable, rule, message, fix: 'let one of the two be 1' });
}

/** A number of pods, or a share of them in per cent. */
function share(path: string, value: unknown, report: Report): void {
  atLeast(0, path, value, report);
  if (typeof value !== 'string' || /^\d+%$/.test(value)) return;
  const message = 'must be a number, or a share such as "25%"';
  report({ path, value, rule: 'values/format', message, fix: 'write 1, or "25%"' });
}
