import type { Cluster } from '@nx-kube/apply';
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

/** Sets the replicas of the backend in the name of another manager, taking the field from us. */
async function scaleAs(fieldManager: string, replicas: number): Promise<void> {
  await cluster.apply(
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'backend', namespace }, spec: { replicas } },
    { fieldManager, force: true },
  );
}

async function replicas(): Promise<unknown> {
  const live = await cluster.get(refTo(namespace, 'apps/v1', 'Deployment', 'backend'));
  return fieldOf(live, 'spec', 'replicas');
}

test('what a person changed with kubectl is taken back, and said so', async () => {
  await scaleAs('kubectl-scale', 5);
  const report = await deployed(cluster, namespace);
  expect(names(report.changed)).toEqual(['Deployment/backend']);
  expect(await replicas()).toBe(2);
  const warnings = report.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  expect(warnings.join()).toContain('.spec.replicas');
});

test('what a controller sets is left to it, and the next run has nothing to do', async () => {
  await scaleAs('kube-controller-manager', 5);
  expect(await deployed(cluster, namespace)).toMatchObject({ ok: true });
  expect(await replicas()).toBe(5);
  expect(await deployed(cluster, namespace)).toMatchObject({ ok: true, changed: [] });
  await deployed(cluster, namespace, { image: 'backend:2' });
  expect(await replicas()).toBe(5);
});

test('what another deployer holds is refused before anything is written, and forced on demand', async () => {
  await scaleAs('helm', 5);
  const refused = deployed(cluster, namespace, { setting: 'b' });
  await expect(refused).rejects.toMatchObject({ code: 'FIELD_CONFLICT' });
  const config = await cluster.get(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  expect(config?.['data']).toEqual({ setting: 'a' });
  expect(await deployed(cluster, namespace, { setting: 'b', forceConflicts: true })).toMatchObject({ ok: true });
  expect(await replicas()).toBe(2);
});

test('an object of another release is refused', async () => {
  await expect(deployed(cluster, namespace, { release: 'other' })).rejects.toMatchObject({ code: 'OWNED_BY_OTHER' });
});

test('an object that was made with kubectl is adopted: what the stack does not have goes', async () => {
  const ref = refTo(namespace, 'v1', 'Service', 'by-hand');
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'by-hand', namespace },
    spec: { ports: [{ port: 80 }] },
  };
  await cluster.apply(service, { fieldManager: 'kubectl-client-side-apply' });
  const extra = [{ ...service, spec: { ports: [{ port: 81 }] } }];
  const report = await deployed(cluster, namespace, { extra });
  expect(names(report.changed)).toEqual(['Service/by-hand']);
  const live = await cluster.get(ref);
  expect(fieldOf(live, 'spec', 'ports')).toEqual([{ port: 81, protocol: 'TCP', targetPort: 81 }]);
  expect(live?.metadata.labels).toHaveProperty(['applyset.kubernetes.io/part-of']);
  expect((await deployed(cluster, namespace, { extra })).changed).toEqual([]);
});

test('a field that can not change is refused with a way out, before anything is written', async () => {
  const claim = (storageClassName: string) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Gi' } } },
  });
  await deployed(cluster, namespace, { extra: [claim('one')] });
  const changed = deployed(cluster, namespace, { setting: 'b', extra: [claim('two')] });
  await expect(changed).rejects.toMatchObject({ code: 'IMMUTABLE_FIELD' });
  const config = await cluster.get(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  expect(config?.['data']).toEqual({ setting: 'a' });
});

test('a job whose template changed is made anew', async () => {
  const job = (image: string) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image }] } } },
  });
  await deployed(cluster, namespace, { extra: [job('a:1')] });
  const before = await cluster.get(refTo(namespace, 'batch/v1', 'Job', 'once'));
  const report = await deployed(cluster, namespace, { extra: [job('a:2')] });
  expect(report.failed).toEqual([]);
  const after = await cluster.get(refTo(namespace, 'batch/v1', 'Job', 'once'));
  expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
  expect((await deployed(cluster, namespace, { extra: [job('a:2')] })).changed).toEqual([]);
});

test('an object that is being deleted is waited for and made anew', async () => {
  const ref = refTo(namespace, 'v1', 'ConfigMap', 'config');
  const config = await cluster.get(ref);
  await cluster.update({ ...config!, metadata: { ...config!.metadata, finalizers: ['example.com/hold'] } });
  await cluster.delete(ref);
  const letGo = setTimeout(() => void release(), 1500);
  const report = await deployed(cluster, namespace);
  clearTimeout(letGo);
  expect(names(report.changed)).toEqual(['ConfigMap/config']);
  expect((await cluster.get(ref))?.metadata.uid).not.toBe(config?.metadata.uid);

  async function release(): Promise<void> {
    const held = await cluster.get(ref);
    await cluster.update({ ...held!, metadata: { ...held!.metadata, finalizers: [] } });
  }
});
