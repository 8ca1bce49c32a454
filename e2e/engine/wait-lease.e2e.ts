import type { Cluster } from '@nx-kube/apply';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deployed, fieldOf, freshName, names, refTo, serviceOf, testApi } from './support.ts';

// There are no nodes behind this API server: no Deployment ever gets ready, so that a deploy stays in its wait.

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

const lease = () => refTo(namespace, 'coordination.k8s.io/v1', 'Lease', 'nx-kube.app');

test('what left the stack stays until the rest is ready, and the Lease is renewed meanwhile', async () => {
  await deployed(cluster, namespace, { extra: [serviceOf('old')] });
  const o = { image: 'backend:2', wait: true, timeoutSeconds: 13 };
  const waiting = deployed(cluster, namespace, o);
  await expect.poll(() => cluster.get(lease())).toBeDefined();
  const taken = fieldOf(await cluster.get(lease()), 'spec', 'renewTime');
  await expect
    .poll(async () => fieldOf(await cluster.get(lease()), 'spec', 'renewTime'), { timeout: 12_000, interval: 500 })
    .not.toBe(taken);
  const report = await waiting;
  expect(report.ok).toBe(false);
  expect(names(report.failed.map(({ ref }) => ref))).toEqual(['Deployment/backend', 'Deployment/frontend']);
  expect(report.pruned).toEqual([]);
  expect(await cluster.get(refTo(namespace, 'v1', 'Service', 'old'))).toBeDefined();
  expect(await cluster.get(lease())).toBeUndefined();
});

test('Ctrl-C ends the wait, and the next run has nothing left to send', async () => {
  await deployed(cluster, namespace);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1500);
  const o = { image: 'backend:2', wait: true, timeoutSeconds: 60, signal: stop.signal };
  expect(await deployed(cluster, namespace, o)).toMatchObject({ ok: false, interrupted: true });
  expect(await cluster.get(lease())).toBeUndefined();
  expect((await deployed(cluster, namespace, { image: 'backend:2' })).changed).toEqual([]);
});

test('a run that lost its Lease stops and says so', async () => {
  await deployed(cluster, namespace);
  const o = { image: 'backend:2', wait: true, timeoutSeconds: 60 };
  const waiting = deployed(cluster, namespace, o).catch((error: unknown) => error);
  await expect.poll(() => cluster.get(lease())).toBeDefined();
  await cluster.delete(lease());
  expect(await waiting).toMatchObject({ code: 'LOCK_LOST' });
}, 30_000);
