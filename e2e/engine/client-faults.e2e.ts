import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster, type ApplyError, type Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFaultProxy, type FaultProxy, type SeenRequest } from './fault-proxy.ts';
import { freshName, refTo } from './support.ts';

const namespace = freshName();
let proxy: FaultProxy;
let cluster: Cluster;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faults-'));
  proxy = await startFaultProxy(process.env['APISERVER_KUBECONFIG'] ?? '', join(folder, 'kubeconfig'));
  cluster = await openCluster({ context: 'proxied', kubeconfig: proxy.kubeconfig });
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});

afterAll(async () => {
  await cluster.delete(refTo('', 'v1', 'Namespace', namespace));
  cluster.close();
  await proxy.close();
  await rm(folder, { recursive: true });
});

async function apply(object: KubeObject): Promise<KubeObject> {
  return (await cluster.apply(object, { fieldManager: 'e2e' })).object;
}

function configMap(name: string, value = '1'): KubeObject {
  const metadata = { name, namespace, labels: { faults: '' } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value } };
}

const requestsFor = (name: string): readonly SeenRequest[] =>
  proxy.seen.filter(({ path }) => path.includes(`/${name}?`));

test.each([
  ['never reaches the server', { kind: 'reset-before' }],
  ['is carried out, and its answer lost', { kind: 'reset-after' }],
] as const)('an apply that %s is sent again, and the object is there once', async (when, fault) => {
  const name = `reset-${fault.kind.slice(6)}`;
  proxy.strike('PATCH', new RegExp(name), fault);
  const object = await apply(configMap(name));
  expect(object.metadata.generation ?? 1).toBe(1);
  expect(requestsFor(name).map(({ fault: struck }) => struck)).toEqual([fault.kind, undefined]);
  const again = await apply(configMap(name));
  expect(again.metadata.resourceVersion, when).toBe(object.metadata.resourceVersion);
});

test('a create whose answer is lost is not sent again: it might be there twice', async () => {
  await apply(configMap('warm'));
  proxy.strike('POST', /configmaps/, { kind: 'reset-after' });
  const before = proxy.seen.length;
  const outcome = await cluster.create(configMap('once')).then(
    () => 'created',
    (error: unknown) => (error as ApplyError).code,
  );
  const posts = proxy.seen.slice(before).filter(({ method }) => method === 'POST').length;
  // Either it says that it does not know, or it went again over a fresh connection and found it there.
  expect([`UNREACHABLE 1`, `ALREADY_EXISTS 2`]).toContain(`${outcome} ${posts}`);
});

test('a server that is too busy is given the time that it asks for', async () => {
  proxy.strike('PATCH', /busy/, { kind: 'answer', status: 429, message: 'too many requests', retryAfter: 1 });
  const begun = performance.now();
  await apply(configMap('busy'));
  expect(performance.now() - begun).toBeGreaterThan(900);
  expect(requestsFor('busy')).toHaveLength(2);
});

test.each([
  [500, 'etcdserver: leader changed'],
  [500, 'etcdserver: request timed out'],
  [503, 'the server is currently unable to handle the request'],
  [504, 'request did not complete within the allotted timeout'],
])('%i %s passes by', async (status, message) => {
  const name = freshName();
  proxy.strike('PATCH', new RegExp(name), { kind: 'answer', status, message });
  await apply(configMap(name));
  expect(requestsFor(name)).toHaveLength(2);
});

test('500 for another reason does not', async () => {
  proxy.strike('PATCH', /broken/, { kind: 'answer', status: 500, message: 'something else' });
  await expect(apply(configMap('broken'))).rejects.toMatchObject({ code: 'API_FAILED', because: 'something else' });
  expect(requestsFor('broken')).toHaveLength(1);
});

test('an answer that comes in pieces is put together, and one that breaks off is asked for again', async () => {
  await apply(configMap('pieces', 'äöü€'.repeat(50)));
  proxy.strike('GET', /pieces/, { kind: 'pieces', piece: 7 }, { kind: 'break-after', bytes: 100, piece: 50 });
  const ref = refTo(namespace, 'v1', 'ConfigMap', 'pieces');
  expect((await cluster.get(ref))?.['data']).toEqual({ value: 'äöü€'.repeat(50) });
  expect((await cluster.get(ref))?.['data']).toEqual({ value: 'äöü€'.repeat(50) });
});

test('a list whose next page has expired begins again', async () => {
  await Promise.all(Array.from({ length: 501 }, (_, index) => apply(configMap(`many-${index}`))));
  proxy.strike('GET', /configmaps.*continue=/, {
    kind: 'answer',
    status: 410,
    message: 'The provided continue parameter is too old',
  });
  const { items } = await cluster.list('v1', 'ConfigMap', { namespace, labelSelector: 'faults' });
  const names = items.map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.startsWith('many-'))).toHaveLength(501);
});

test('a watch misses nothing, whatever happens to it', async () => {
  proxy.strike(
    'GET',
    /services\?.*watch=true/,
    { kind: 'pieces', piece: 11 },
    { kind: 'reset-before' },
    { kind: 'gone-in-band' },
    { kind: 'break-after', bytes: 700, piece: 13 },
    { kind: 'answer', status: 410, message: 'too old resource version' },
    { kind: 'answer', status: 500, message: 'etcdserver: leader changed' },
    { kind: 'break-after', bytes: 20, piece: 5 },
    { kind: 'gone-in-band' },
  );
  const stop = AbortSignal.timeout(60_000);
  const end = new AbortController();
  const told: string[] = [];
  const state = new Map<string, string>();
  const watching = (async () => {
    const signal = AbortSignal.any([stop, end.signal]);
    for await (const { type, object } of cluster.watch('v1', 'Service', { namespace, signal })) {
      if (type === 'BOOKMARK' || type === 'SYNCED') continue;
      const { name, annotations } = object.metadata;
      told.push(`${type} ${name} ${annotations?.['step'] ?? ''}`);
      if (type === 'DELETED') state.delete(name);
      else state.set(name, annotations?.['step'] ?? '');
      if (name === 'last') end.abort();
    }
  })();
  const service = (name: string, step: number): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations: { step: String(step) } },
    spec: { ports: [{ port: 80 }] },
  });
  for (let step = 1; step <= 40; step += 1) {
    await apply(service(`s${step % 4}`, step));
    if (step % 10 === 0) await cluster.delete(refTo(namespace, 'v1', 'Service', `s${(step + 1) % 4}`));
    await new Promise((later) => {
      setTimeout(later, 50);
    });
  }
  await apply(service('last', 0));
  await watching;
  expect(stop.aborted).toBe(false);
  const { items } = await cluster.list('v1', 'Service', { namespace });
  const live = Object.fromEntries(items.map(({ metadata }) => [metadata.name, metadata.annotations?.['step'] ?? '']));
  expect(Object.fromEntries(state)).toEqual(live);
  const doubled = told.filter((line, index) => told.indexOf(line) !== index && !line.startsWith('DELETED'));
  expect(doubled).toEqual([]);
});

test('a server that restarts is waited for: nothing is lost, and a watch goes on', async () => {
  const end = new AbortController();
  const signal = AbortSignal.any([end.signal, AbortSignal.timeout(30_000)]);
  const told = new Set<string>();
  let synced: () => void = () => undefined;
  const ready = new Promise<void>((done) => {
    synced = done;
  });
  const labelSelector = 'faults';
  const watching = (async () => {
    for await (const { type, object } of cluster.watch('v1', 'ConfigMap', { namespace, labelSelector, signal })) {
      if (type === 'SYNCED') synced();
      if (object.metadata.name.startsWith('restart-')) told.add(object.metadata.name);
      if (told.size === 20) end.abort();
    }
  })();
  await ready;
  const names = Array.from({ length: 20 }, (_, index) => `restart-${index}`);
  const back = proxy.restart(2000);
  const objects = await Promise.all(names.map((name) => apply(configMap(name))));
  await back;
  await watching;
  expect(objects).toHaveLength(20);
  expect([...told].toSorted()).toEqual(names.toSorted());
});

test('a watch that the server refuses again and again does not spin', async () => {
  const faults = Array.from({ length: 200 }, () => ({ kind: 'gone-in-band' }) as const);
  proxy.strike('GET', /secrets\?.*watch=true/, ...faults);
  const before = proxy.seen.length;
  const signal = AbortSignal.timeout(3000);
  for await (const { type } of cluster.watch('v1', 'Secret', { namespace, signal })) expect(type).not.toBe('MODIFIED');
  expect(proxy.seen.slice(before).filter(({ path }) => path.includes('watch=true')).length).toBeLessThan(10);
});

test('where watching is forbidden, changes are still seen', async () => {
  const forbidden = { kind: 'answer', status: 403, message: 'configmaps is forbidden: cannot watch' } as const;
  proxy.strike('GET', /configmaps\?.*watch=true/, ...Array.from({ length: 50 }, () => forbidden));
  const end = new AbortController();
  const signal = AbortSignal.any([end.signal, AbortSignal.timeout(20_000)]);
  let found = false;
  for await (const { type, object } of cluster.watch('v1', 'ConfigMap', {
    namespace,
    labelSelector: 'faults',
    signal,
  })) {
    if (type === 'SYNCED' && !found) void apply(configMap('polled'));
    if (object.metadata.name !== 'polled') continue;
    found = true;
    end.abort();
  }
  expect(found).toBe(true);
});

test('a hundred requests at once are eight at a time', async () => {
  await Promise.all(Array.from({ length: 100 }, () => cluster.get(refTo(namespace, 'v1', 'ConfigMap', 'warm'))));
  expect(proxy.mostAtOnce()).toBeLessThanOrEqual(8);
});
