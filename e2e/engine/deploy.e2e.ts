import type { Cluster } from '@nx-kube/apply';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditedWrites, deployed, fieldOf, freshName, names, refTo, serviceOf, testApi, versions } from './support.ts';

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

test('the first deploy creates all, the second writes nothing at all', async () => {
  const first = await deployed(cluster, namespace);
  expect(first.ok).toBe(true);
  expect(first.changed).toHaveLength(9);
  const writes = await auditedWrites(namespace);
  const before = await versions(cluster, namespace);

  const second = await deployed(cluster, namespace);
  expect(second).toMatchObject({ ok: true, changed: [], unchanged: 9, pruned: [] });
  expect(await auditedWrites(namespace)).toEqual(writes);
  expect(await versions(cluster, namespace)).toEqual(before);
  expect(Object.keys(before).filter((name) => name.startsWith('Lease/'))).toEqual([]);
});

test('a dry run of a change names its fields and stores nothing', async () => {
  await deployed(cluster, namespace);
  const before = await versions(cluster, namespace);
  const report = await deployed(cluster, namespace, { dryRun: true, image: 'backend:2', replicas: 3 });
  expect(names(report.changed)).toEqual(['Deployment/backend']);
  const plan = report.events.find((event) => event.type === 'plan');
  expect(plan?.objects.find(({ action }) => action === 'update')?.fields).toEqual([
    '.spec.replicas',
    '.spec.template.spec.containers[backend].image',
  ]);
  expect(await versions(cluster, namespace)).toEqual(before);
});

test('a dry run of a first deploy leaves no trace', async () => {
  const report = await deployed(cluster, namespace, { dryRun: true });
  expect(report.changed).toHaveLength(9);
  expect(await cluster.get({ group: '', version: 'v1', kind: 'Namespace', name: namespace })).toBeUndefined();
});

test('exactly the object that the stack changes is changed', async () => {
  await deployed(cluster, namespace);
  const before = await versions(cluster, namespace);
  const report = await deployed(cluster, namespace, { image: 'backend:2' });
  expect(names(report.changed)).toEqual(['Deployment/backend']);
  const after = await versions(cluster, namespace);
  const moved = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(moved.toSorted()).toEqual(['ConfigMap/nx-kube.app', 'Deployment/backend']);
});

test('what left the stack is deleted, and only after the rest is applied', async () => {
  await deployed(cluster, namespace, { extra: [serviceOf('old')] });
  const report = await deployed(cluster, namespace, { image: 'backend:2' });
  expect(names(report.pruned)).toEqual(['Service/old']);
  expect(await cluster.get(refTo(namespace, 'v1', 'Service', 'old'))).toBeUndefined();
  const order = report.events.flatMap((event) =>
    event.type === 'applied' || event.type === 'pruned' ? [event.type] : [],
  );
  expect(order).toEqual(['applied', 'pruned']);
  expect(await deployed(cluster, namespace, { image: 'backend:2' })).toMatchObject({ changed: [], pruned: [] });
});

test('a claim that left the stack stays, and stays known', async () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  await deployed(cluster, namespace, { extra: [claim] });
  const report = await deployed(cluster, namespace);
  expect(report.pruned).toEqual([]);
  expect(names(report.kept.map(({ ref }) => ref))).toEqual(['PersistentVolumeClaim/data']);
  const writes = await auditedWrites(namespace);
  await deployed(cluster, namespace);
  expect(await auditedWrites(namespace)).toEqual(writes);
});

test('an object that was deleted or changed by hand is put right', async () => {
  await deployed(cluster, namespace);
  const service = refTo(namespace, 'v1', 'Service', 'backend');
  await cluster.delete(service);
  const config = await cluster.get(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  await cluster.update({ ...config!, data: { setting: 'by hand' } });
  const report = await deployed(cluster, namespace);
  expect(names(report.changed)).toEqual(['ConfigMap/config', 'Service/backend']);
  const repaired = await cluster.get(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  expect(repaired?.['data']).toEqual({ setting: 'a' });
});

test('what others add to an object is no drift', async () => {
  await deployed(cluster, namespace);
  const config = await cluster.get(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  const annotations = { ...config!.metadata.annotations, 'example.com/note': 'mine' };
  await cluster.update({ ...config!, metadata: { ...config!.metadata, annotations } });
  const writes = await auditedWrites(namespace);
  expect(await deployed(cluster, namespace)).toMatchObject({ ok: true, changed: [] });
  expect(await auditedWrites(namespace)).toEqual(writes);
});

test('a lost inventory is rebuilt from labels: nothing changes, and what left the stack is still found', async () => {
  await deployed(cluster, namespace, { extra: [serviceOf('old')] });
  const before = await versions(cluster, namespace);
  await cluster.delete(refTo(namespace, 'v1', 'ConfigMap', 'nx-kube.app'));
  const report = await deployed(cluster, namespace);
  expect(report.changed).toEqual([]);
  expect(names(report.pruned)).toEqual(['Service/old']);
  const { 'Service/old': _old, ...kept } = before;
  const after = await versions(cluster, namespace);
  expect({ ...after, 'ConfigMap/nx-kube.app': '' }).toEqual({ ...kept, 'ConfigMap/nx-kube.app': '' });
});

test('one wrong object is found before anything is written', async () => {
  await deployed(cluster, namespace);
  const before = await versions(cluster, namespace);
  const wrong = { ...serviceOf('wrong'), spec: { prots: [{ port: 80 }], ports: [{ port: 80 }] } };
  await expect(deployed(cluster, namespace, { image: 'backend:2', extra: [wrong] })).rejects.toThrow(/prots/);
  expect(await versions(cluster, namespace)).toEqual(before);
});

test('an object that the server refuses fails alone: what needs it is skipped, and the next run goes on', async () => {
  const wrong = { ...serviceOf('frontend'), spec: { ports: [{ port: 0 }] } };
  const half = await deployed(cluster, namespace, { without: ['Service/frontend'], extra: [wrong] });
  expect(half.ok).toBe(false);
  expect(half.failed.map(({ ref, code }) => [ref.kind, code === 'SKIPPED'])).toEqual([
    ['Service', false],
    ['Ingress', true],
  ]);
  const again = await deployed(cluster, namespace);
  expect(names(again.changed)).toEqual(['Ingress/ingress', 'Service/frontend']);
});

test.each([
  { code: 'EMPTY_SET', o: { objects: [] } },
  { code: 'INVALID_OBJECTS', o: { extra: [serviceOf('backend')] } },
  {
    code: 'INVALID_OBJECTS',
    o: { extra: [{ apiVersion: 'example.com/v1', kind: 'Nothing', metadata: { name: 'a' } }] },
  },
  { code: 'NAMESPACE_MISSING', o: { without: ['Namespace/NAMESPACE'] } },
])('$code is found before anything is written', async ({ code, o }) => {
  const without = o.without?.map((name) => name.replace('NAMESPACE', namespace)) ?? [];
  await expect(deployed(cluster, namespace, { ...o, without })).rejects.toMatchObject({ code });
  expect(await cluster.get({ group: '', version: 'v1', kind: 'Namespace', name: namespace })).toBeUndefined();
});

test('a set that nearly vanished is not pruned without a word', async () => {
  const many = Array.from({ length: 12 }, (_, index) => serviceOf(`extra-${index}`));
  await deployed(cluster, namespace, { extra: many });
  await expect(deployed(cluster, namespace)).rejects.toMatchObject({ code: 'PRUNE_GUARD' });
  expect((await deployed(cluster, namespace, { allowPrune: true })).pruned).toHaveLength(12);
});

test('an inventory that was copied from another cluster, or that is broken, stops the deploy', async () => {
  await deployed(cluster, namespace);
  const ref = refTo(namespace, 'v1', 'ConfigMap', 'nx-kube.app');
  const inventory = await cluster.get(ref);
  const text = String(fieldOf(inventory, 'data', 'inventory'));
  const elsewhere = { ...(JSON.parse(text) as object), cluster: 'another' };
  await cluster.update({ ...inventory!, data: { inventory: JSON.stringify(elsewhere) } });
  await expect(deployed(cluster, namespace)).rejects.toMatchObject({ code: 'WRONG_CLUSTER' });
  const changed = await cluster.get(ref);
  await cluster.update({ ...changed!, data: { inventory: text.slice(0, 40) } });
  await expect(deployed(cluster, namespace)).rejects.toMatchObject({ code: 'INVENTORY_CORRUPT' });
});

test('a custom kind and its objects arrive in one deploy', async () => {
  const group = `${freshName()}.example.com`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
  const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one' }, spec: { size: 1 } };
  try {
    const report = await deployed(cluster, namespace, { extra: [widget, definition] });
    expect(report).toMatchObject({ ok: true, failed: [] });
    expect((await deployed(cluster, namespace, { extra: [widget, definition] })).changed).toEqual([]);
    const without = await deployed(cluster, namespace);
    expect(names(without.pruned)).toEqual(['Widget/one']);
    expect(names(without.kept.map(({ ref }) => ref))).toEqual([`CustomResourceDefinition/widgets.${group}`]);
  } finally {
    await cluster.delete({
      group: 'apiextensions.k8s.io',
      version: 'v1',
      kind: 'CustomResourceDefinition',
      name: `widgets.${group}`,
    });
  }
});
