import { destroy, readSecretValues, status, type Cluster, type DeployEvent, type DestroyReport } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { canary, deployed, freshName, names, refTo, serviceOf, testApi } from './support.ts';

let cluster: Cluster;
let namespace: string;

beforeAll(async () => {
  cluster = await testApi();
});
beforeEach(() => {
  namespace = freshName();
});
afterEach(async () => {
  await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
});
afterAll(() => cluster.close());

const postgres: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'postgres' },
  spec: {
    serviceName: 'postgres',
    selector: { matchLabels: { app: 'postgres' } },
    template: {
      metadata: { labels: { app: 'postgres' } },
      spec: { containers: [{ name: 'postgres', image: 'postgres:1' }] },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  },
};

function destroyed(deleteData = false): Promise<DestroyReport> {
  const signal = new AbortController().signal;
  return destroy({ cluster, release: 'app', namespace, deleteData, signal, onEvent: () => undefined });
}

async function deployedWithData(): Promise<void> {
  await deployed(cluster, namespace, { extra: [postgres] });
  await expect.poll(() => cluster.get(claim())).toBeDefined(); // the controller makes it
}

function claim() {
  return refTo(namespace, 'v1', 'PersistentVolumeClaim', 'data-postgres-0');
}

async function namespaceObject(): Promise<KubeObject | undefined> {
  return cluster.get({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
}

test('destroy keeps namespace, volumes and secrets, says so, and a later deploy takes them up again', async () => {
  await deployedWithData();
  const before = await cluster.get(claim());
  const report = await destroyed();
  expect(report).toMatchObject({ ok: true, found: true });
  expect(names(report.kept.map(({ ref }) => ref))).toEqual([
    `Namespace/${namespace}`,
    'PersistentVolumeClaim/data-postgres-0',
    'Secret/secrets',
  ]);
  expect(names(report.deleted)).toContain('StatefulSet/postgres');
  expect(await cluster.get(refTo(namespace, 'apps/v1', 'Deployment', 'backend'))).toBeUndefined();
  expect((await readSecretValues({ cluster, namespace, name: 'secrets' }))?.['password']).toBe(canary);

  const again = await deployed(cluster, namespace, { extra: [postgres] });
  expect(again.ok).toBe(true);
  expect((await cluster.get(claim()))?.metadata.uid).toBe(before?.metadata.uid);
  expect((await deployed(cluster, namespace, { extra: [postgres] })).changed).toEqual([]);
});

test('destroy with the data leaves nothing, not even the namespace that the release made', async () => {
  await deployedWithData();
  const report = await destroyed(true);
  expect(report).toMatchObject({ ok: true, kept: [] });
  expect(names(report.deleted)).toContain('PersistentVolumeClaim/data-postgres-0');
  expect(await namespaceObject()).toBeUndefined();
});

test('destroy with the data ends when the volume is deleted too, so that nothing deletes the data of a claim made anew', async () => {
  await deployedWithData();
  const volume = { group: '', version: 'v1', kind: 'PersistentVolume', name: namespace };
  await cluster.create(await volumeOfClaim());
  await expect.poll(async () => stringIn(await cluster.get(claim()), 'spec', 'volumeName')).toBe(namespace);
  const report = destroyed(true);
  // What a provisioner does, a moment after the claim is gone.
  const phase = async (): Promise<string> => stringIn(await cluster.get(volume), 'status', 'phase');
  await expect.poll(phase, { timeout: 10_000 }).not.toBe('Bound');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await namespaceObject()).toBeDefined();
  await cluster.delete(volume);
  expect((await report).ok).toBe(true);
  expect(await cluster.get(volume)).toBeUndefined();
});

test('a volume that its provisioner does not delete is a warning', async () => {
  await deployedWithData();
  await cluster.create(await volumeOfClaim());
  await expect.poll(async () => stringIn(await cluster.get(claim()), 'spec', 'volumeName')).toBe(namespace);
  const events: DeployEvent[] = [];
  const signal = new AbortController().signal;
  const onEvent = (event: DeployEvent): void => void events.push(event);
  const report = await destroy({ cluster, release: 'app', namespace, deleteData: true, signal, onEvent });
  expect(report).toMatchObject({ ok: true, kept: [] });
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  expect(warnings).toEqual([expect.stringContaining(`PersistentVolume ${namespace}`)]);
  await cluster.delete({ group: '', version: 'v1', kind: 'PersistentVolume', name: namespace });
});

/** A volume that the binder gives to the claim; no provisioner of this cluster deletes its kind. */
async function volumeOfClaim(): Promise<KubeObject> {
  const live = await cluster.get(claim());
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: namespace },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: { namespace, name: 'data-postgres-0', uid: live?.metadata.uid },
      nfs: { server: '192.0.2.1', path: '/' },
    },
  };
}

function stringIn(object: KubeObject | undefined, section: string, field: string): string {
  const found = (object?.[section] as Record<string, unknown> | undefined)?.[field];
  return typeof found === 'string' ? found : '';
}

test('data that a first destroy kept goes with a second one', async () => {
  await deployedWithData();
  await destroyed();
  const report = await destroyed(true);
  expect(names(report.deleted)).toEqual([
    `Namespace/${namespace}`,
    'PersistentVolumeClaim/data-postgres-0',
    'Secret/secrets',
  ]);
});

test('a database that left the stack keeps its volume in the inventory until the data is destroyed', async () => {
  await deployedWithData();
  const report = await deployed(cluster, namespace);
  expect(names(report.pruned)).toEqual(['StatefulSet/postgres']);
  expect(await cluster.get(claim())).toBeDefined();
  expect(names((await destroyed(true)).deleted)).toContain('PersistentVolumeClaim/data-postgres-0');
});

test('a namespace that holds something of someone else stays', async () => {
  await deployed(cluster, namespace);
  const foreign = { ...serviceOf('foreign'), metadata: { name: 'foreign', namespace } };
  await cluster.create(foreign);
  const report = await destroyed(true);
  expect(report.kept).toEqual([expect.objectContaining({ because: expect.stringContaining('foreign') as string })]);
  expect(await cluster.get(refTo(namespace, 'v1', 'Service', 'foreign'))).toBeDefined();
});

test('a namespace that was there before the release stays', async () => {
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await deployed(cluster, namespace);
  const report = await destroyed(true);
  expect(names(report.kept.map(({ ref }) => ref))).toEqual([`Namespace/${namespace}`]);
  expect(await namespaceObject()).toBeDefined();
});

test('destroying what is not there says so', async () => {
  expect(await destroyed()).toMatchObject({ ok: true, found: false, deleted: [] });
  expect(await status({ cluster, release: 'app', namespace })).toMatchObject({ found: false });
});

test('status lists the release in the order of an apply, with its pods', async () => {
  await deployed(cluster, namespace);
  await expect.poll(async () => (await backendStatus())?.pods.length).toBe(2);
  const report = await status({ cluster, release: 'app', namespace });
  expect(report).toMatchObject({ found: true, phase: 'idle' });
  expect(report.objects.map(({ ref }) => ref.kind)).toEqual([
    'Namespace',
    'ServiceAccount',
    'ConfigMap',
    'Secret',
    'Service',
    'Service',
    'Deployment',
    'Deployment',
    'Ingress',
  ]);
  expect((await backendStatus())?.pods[0]).toMatchObject({ phase: 'Pending', restarts: 0, images: ['backend:1'] });
  await cluster.delete(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  const after = await status({ cluster, release: 'app', namespace });
  expect(after.objects.find(({ ref }) => ref.name === 'config')?.state).toBe('missing');
});

async function backendStatus() {
  const { objects } = await status({ cluster, release: 'app', namespace });
  return objects.find(({ ref }) => ref.kind === 'Deployment' && ref.name === 'backend');
}
