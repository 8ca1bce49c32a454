import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { checkObjects } from '../checks/check-objects.ts';
import { evaluate } from '../evaluate.ts';
import { holes } from '../hole/holes.ts';
import { cronJob } from './cron-job.ts';
import { job } from './job.ts';
import { migration } from './migration.ts';
import { worker } from './worker.ts';

const Values = z.strictObject({ tag: z.string(), pods: z.int(), schedule: z.string(), suspended: z.boolean() });
const v = holes(Values);
const values = { tag: '1', pods: 2, schedule: '0 3 * * *', suspended: false };
const release = { Name: 'demo', Namespace: 'demo' };
const scope = { namespace: 'demo', app: 'demo' };
const size = { cpu: '100m', memory: '64Mi' };
const run = { image: { repository: 'demo', tag: v.tag }, resources: { limits: size, requests: size } };

function objectsOf(made: object, given: z.infer<typeof Values> = values): KubeObject[] {
  return Object.values(made)
    .map((tree) => evaluate(tree, { values: given, release }) as KubeObject | undefined)
    .filter((object) => object !== undefined);
}

test.each([
  ['job', job(scope, { ...run, name: 'import', command: ['node', 'import.mjs'] })],
  ['cron job', cronJob(scope, { ...run, name: 'nightly', schedule: v.schedule, suspend: v.suspended })],
  ['worker', worker(scope, { ...run, name: 'mailer', replicas: v.pods, alive: ['node', 'alive.mjs'] })],
])('a %s alone passes every check, Pod Security restricted among them', (_, made) => {
  expect(checkObjects(objectsOf(made))).toEqual([]);
});

test('a job ends: after so many tries, after so much time, and goes a day later', () => {
  const { job: object } = job(scope, { ...run, name: 'import' });
  expect(evaluate(object, { values, release })).toMatchObject({
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: {
      backoffLimit: 3,
      activeDeadlineSeconds: 600,
      ttlSecondsAfterFinished: 86_400,
      template: { spec: { restartPolicy: 'Never', containers: [{ image: 'demo:1', resources: run.resources }] } },
    },
  });
});

test('a job runs what its image starts where no command is given', () => {
  const { job: object } = job(scope, { ...run, name: 'import' });
  expect(object.spec.template.spec.containers[0]).not.toHaveProperty('command');
});

test('a cron job runs one at a time, in a zone of its own, and keeps few old runs', () => {
  const { cronJob: object } = cronJob(scope, { ...run, name: 'nightly', schedule: v.schedule, suspend: v.suspended });
  expect(evaluate(object, { values, release })).toMatchObject({
    spec: {
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      suspend: false,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
    },
  });
});

test('a cron job refuses a literal schedule that is none', () => {
  expect(() => cronJob(scope, { ...run, name: 'nightly', schedule: 'every night' })).toThrow(
    expect.objectContaining({ code: 'BAD_COMPONENT' }),
  );
});

test('a worker has no Service and no port, and is restarted when it hangs only where it can be asked', () => {
  const asked = objectsOf(worker(scope, { ...run, name: 'mailer', replicas: v.pods, alive: ['node', 'alive.mjs'] }));
  expect(asked.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Deployment', 'PodDisruptionBudget']);
  expect(asked[1]).toHaveProperty('spec.template.spec.containers.0.livenessProbe.exec.command', ['node', 'alive.mjs']);
  const [, silent] = objectsOf(worker(scope, { ...run, name: 'mailer', replicas: 1 }));
  expect(silent).not.toHaveProperty('spec.template.spec.containers.0.livenessProbe');
  expect(silent).not.toHaveProperty('spec.template.spec.containers.0.ports');
});

test('a worker of one pod has no disruption budget', () => {
  const made = worker(scope, { ...run, name: 'mailer', replicas: v.pods });
  expect(objectsOf(made, { ...values, pods: 1 }).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Deployment']);
  expect(worker(scope, { ...run, name: 'mailer', replicas: 1 })).not.toHaveProperty('disruptionBudget');
});

test('a worker can be changed by spreading, down to its container', () => {
  const { deployment } = worker(scope, { ...run, name: 'mailer', replicas: v.pods });
  const { template } = deployment.spec;
  const changed: typeof deployment = {
    ...deployment,
    spec: {
      ...deployment.spec,
      strategy: { type: 'Recreate' },
      template: {
        ...template,
        spec: { ...template.spec, containers: template.spec.containers.map((one) => ({ ...one, workingDir: '/app' })) },
      },
    },
  };
  const [before, after] = objectsOf([deployment, changed]);
  expect(after).toMatchObject({ spec: { replicas: 2, strategy: { type: 'Recreate' } } });
  expect(after).toHaveProperty('spec.template.spec.containers.0.workingDir', '/app');
  expect(before).not.toHaveProperty('spec.template.spec.containers.0.workingDir');
});

test('a migration is one description for a container before a service, or for a job', () => {
  const env = { DATABASE_URL: 'postgres://db/demo' };
  const { before, job: once } = migration(scope, { ...run, name: 'migrate', command: ['node', 'migrate.mjs'], env });
  expect(before).toEqual({ name: 'migrate', command: ['node', 'migrate.mjs'], env });
  expect(evaluate(once, { values, release })).toHaveProperty('spec.template.spec.containers.0', {
    ...before,
    env: [{ name: 'DATABASE_URL', value: 'postgres://db/demo' }],
    image: 'demo:1',
    resources: run.resources,
    securityContext: expect.anything(),
    volumeMounts: expect.anything(),
  });
});
