import { execFileSync } from 'node:child_process';
import type { Cluster, DeployEvent } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deployed, fieldOf, freshName, names, refTo, testApi } from './support.ts';

let cluster: Cluster;
let namespace: string;

beforeAll(async () => {
  cluster = await testApi();
});
beforeEach(async () => {
  namespace = freshName();
  await deployed(cluster, namespace);
});
afterEach(async () => {
  await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
});
afterAll(() => cluster.close());

/** The real kubectl: which fields it leaves, and in whose name, is what this is about. */
function kubectl(...args: readonly string[]): void {
  const kubeconfig = process.env['APISERVER_KUBECONFIG'] ?? '';
  execFileSync('kubectl', ['--kubeconfig', kubeconfig, '-n', namespace, ...args], { stdio: 'pipe' });
}

function patch(object: string, change: object, ...args: readonly string[]): void {
  kubectl('patch', object, '--type', 'strategic', '-p', JSON.stringify(change), ...args);
}

const inContainer = (name: string, change: object): object => ({
  spec: { template: { spec: { containers: [{ name, ...change }] } } },
});

async function live(name = 'backend', kind = 'Deployment', apiVersion = 'apps/v1'): Promise<KubeObject> {
  const object = await cluster.get(refTo(namespace, apiVersion, kind, name));
  expect(object).toBeDefined();
  return object!;
}

function container(object: KubeObject): unknown {
  return fieldOf(object, 'spec', 'template', 'spec', 'containers', '0');
}

function warnings(report: { readonly events: readonly DeployEvent[] }): readonly string[] {
  return report.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
}

/** Paths that the plan of a dry run names. */
function planned(report: { readonly events: readonly DeployEvent[] }): readonly string[] {
  return report.events.flatMap((event) =>
    event.type === 'plan' ? event.objects.flatMap(({ fields }) => fields ?? []) : [],
  );
}

/** Deploys as planned: the plan and the deploy tell the same, it is one change of the spec, and the next has nothing to do. */
async function putRight(told: string, extra: readonly KubeObject[] = []): Promise<readonly string[]> {
  const plan = await deployed(cluster, namespace, { extra, dryRun: true });
  expect(plan.ok).toBe(true);
  expect(warnings(plan).join('\n')).toContain(told);
  const report = await deployed(cluster, namespace, { extra });
  expect(report).toMatchObject({ ok: true });
  expect(warnings(report)).toEqual(warnings(plan));
  expect(names(report.changed)).toEqual(names(plan.changed));
  expect(await deployed(cluster, namespace, { extra })).toMatchObject({ ok: true, changed: [] });
  return planned(plan);
}

const secret = { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'secrets', key: 'password' } } };
const noticed = '.env[name="SECRET"].value of Deployment';

test('a variable that kubectl gave a text, where the stack reads a Secret, reads it again', async () => {
  kubectl('set', 'env', 'deploy/backend', 'SECRET=short', 'OTHER=1');
  const { generation = 0 } = (await live()).metadata;
  const fields = await putRight(noticed);
  expect(fields).toEqual([
    '.spec.template.spec.containers[backend].env[SECRET].value',
    '.spec.template.spec.containers[backend].env[SECRET].valueFrom',
  ]);
  const after = await live();
  // What does not exclude ours stays, as ever.
  expect(container(after)).toMatchObject({ env: expect.arrayContaining([secret, { name: 'OTHER', value: '1' }]) });
  expect(after.metadata.generation).toBe(generation + 1);
});

/** A Deployment with what has alternatives. */
function workerOf(more: object = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'worker' },
    spec: {
      selector: { matchLabels: { app: 'worker' } },
      template: {
        metadata: { labels: { app: 'worker' } },
        spec: {
          volumes: [{ name: 'scratch', emptyDir: {} }],
          containers: [{ name: 'worker', image: 'worker:1', livenessProbe: { httpGet: { path: '/', port: 80 } } }],
        },
      },
      ...more,
    },
  };
}

test('a probe and a volume of another type are of ours again; what goes with both is left', async () => {
  const extra = [workerOf()];
  await deployed(cluster, namespace, { extra });
  patch(
    'deploy/worker',
    inContainer('worker', { livenessProbe: { httpGet: null, exec: { command: ['true'] }, periodSeconds: 7 } }),
  );
  const volume = { name: 'scratch', emptyDir: null, hostPath: { path: '/' } };
  patch('deploy/worker', { spec: { template: { spec: { volumes: [volume] } } } });
  await putRight('.livenessProbe.exec of Deployment', extra);
  const worker = await live('worker');
  const { livenessProbe } = container(worker) as { livenessProbe: object };
  expect(livenessProbe).toMatchObject({ httpGet: { path: '/', port: 80 }, periodSeconds: 7 });
  expect(livenessProbe).not.toHaveProperty('exec');
  expect(fieldOf(worker, 'spec', 'template', 'spec', 'volumes')).toEqual([{ name: 'scratch', emptyDir: {} }]);
});

test('a strategy without rolling updates is set in place of one with, by hand or by default', async () => {
  await deployed(cluster, namespace, { extra: [workerOf()] });
  const extra = [workerOf({ strategy: { type: 'Recreate' } })];
  await putRight('.spec.strategy.rollingUpdate of Deployment', extra);
  expect(fieldOf(await live('worker'), 'spec', 'strategy')).toEqual({ type: 'Recreate' });
  patch('deploy/worker', { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2 } } } });
  await putRight('.spec.strategy.rollingUpdate of Deployment', extra);
  expect(fieldOf(await live('worker'), 'spec', 'strategy')).toEqual({ type: 'Recreate' });
});

test('a port of a Service that got another number is one port again', async () => {
  const change = [{ op: 'replace', path: '/spec/ports/0/port', value: 81 }];
  kubectl('patch', 'service/backend', '--type', 'json', '-p', JSON.stringify(change));
  await putRight('.spec.ports[port=81,protocol="TCP"] of Service');
  expect(fieldOf(await live('backend', 'Service', 'v1'), 'spec', 'ports')).toEqual([
    { port: 80, protocol: 'TCP', targetPort: 80 },
  ]);
});

test('replicas of a controller stay while a variable beside them is put right', async () => {
  patch('deploy/backend', { spec: { replicas: 5 } }, '--field-manager', 'kube-controller-manager');
  kubectl('set', 'env', 'deploy/backend', 'SECRET=short');
  const { generation = 0 } = (await live()).metadata;
  await putRight(noticed);
  const after = await live();
  expect(fieldOf(after, 'spec', 'replicas')).toBe(5);
  expect(container(after)).toMatchObject({ env: [secret] });
  expect(after.metadata.generation).toBe(generation + 1);
});

/** Has the stack refused, planned or for real, and nothing written. */
async function refused(code: string, o: { readonly extra?: readonly KubeObject[] } = {}): Promise<string> {
  const before = await live();
  const refusal = async (dryRun: boolean): Promise<unknown> =>
    deployed(cluster, namespace, { ...o, dryRun }).catch((reason: unknown) => reason);
  expect(await refusal(true)).toMatchObject({ code });
  const error = await refusal(false);
  expect(error).toMatchObject({ code });
  const after = await live();
  expect(after.spec).toEqual(before.spec);
  expect(fieldsHeldBy(after)).toEqual(fieldsHeldBy(before));
  return String(error);
}

/** Who holds which fields, without the status, which controllers write at any moment. */
function fieldsHeldBy(object: KubeObject): unknown {
  const entries = object.metadata['managedFields'] as readonly Readonly<Record<string, unknown>>[];
  return entries.filter(({ subresource }) => subresource === undefined);
}

const toText = inContainer('backend', { env: [{ name: 'SECRET', value: 'short', valueFrom: null }] });

test('a controller keeps what excludes ours: the deploy ends with the words of the API server', async () => {
  patch('deploy/backend', toText, '--field-manager', 'keda-operator');
  expect(await refused('INVALID')).toContain('env[0].valueFrom');
});

test('another deployer keeps it until it is forced', async () => {
  patch('deploy/backend', toText, '--field-manager', 'helm');
  expect(await refused('FIELD_CONFLICT')).toContain('owned by field manager "helm"');
  expect(await deployed(cluster, namespace, { forceConflicts: true })).toMatchObject({ ok: true });
  expect(container(await live())).toMatchObject({ env: [secret] });
});

test('a stack that is wrong by itself is refused in the words of the API server, whatever else was changed', async () => {
  const extra = [workerOf()];
  await deployed(cluster, namespace, { extra });
  patch('deploy/worker', inContainer('worker', { livenessProbe: { httpGet: null, exec: { command: ['true'] } } }));
  const held = fieldsHeldBy(await live('worker'));
  const wrong = workerOf({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } });
  expect(await refused('INVALID', { extra: [wrong] })).toContain('spec.strategy.rollingUpdate');
  expect(fieldsHeldBy(await live('worker'))).toEqual(held);
});
