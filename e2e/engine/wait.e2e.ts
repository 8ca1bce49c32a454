import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openCluster, waitReady, type Cluster } from '@nx-kube/apply';
import { refOf, type KubeObject } from '@nx-kube/kube';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { crashing, fakeKubelet, running, unschedulable, waiting, type FakeKubelet } from './fake-kubelet.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { freshName, refTo, testApi } from './support.ts';

let cluster: Cluster;
let namespace: string;
let kubelet: FakeKubelet;
const namespaces: string[] = [];

type Waited = Awaited<ReturnType<typeof waitReady>>;
type WaitEvent = Parameters<Parameters<typeof waitReady>[0]['onEvent']>[0];

beforeAll(async () => {
  cluster = await testApi();
});

beforeEach(async () => {
  namespace = freshName();
  namespaces.push(namespace);
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  kubelet = await fakeKubelet(cluster, namespace);
});

afterAll(async () => {
  for (const name of namespaces) await cluster.delete(refTo('', 'v1', 'Namespace', name));
  cluster.close();
});

async function apply(object: KubeObject): Promise<KubeObject> {
  return (await cluster.apply(object, { fieldManager: 'e2e' })).object;
}

const probed = { readinessProbe: { httpGet: { port: 8000, path: '/ready' } } };

function deployment(name: string, image = `${name}:1`, replicas = 1, probe: object = probed): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image, ...probe }] } },
    },
  };
}

function database(): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'db', image: 'db:1', ...probed }] },
      },
    },
  };
}

interface Told extends Waited {
  readonly events: readonly WaitEvent[];
  readonly seconds: number;
}

async function wait(
  objects: readonly KubeObject[],
  timeoutSeconds = 30,
  o: { signal?: AbortSignal; through?: Cluster } = {},
): Promise<Told> {
  const events: WaitEvent[] = [];
  const begun = performance.now();
  const waited = await waitReady({
    cluster: o.through ?? cluster,
    objects: objects.map((object) => ({ ref: refOf(object), generation: object.metadata.generation ?? 0 })),
    namespace,
    timeoutSeconds,
    signal: o.signal ?? new AbortController().signal,
    onEvent: (event) => events.push(event),
  });
  return { ...waited, events, seconds: (performance.now() - begun) / 1000 };
}

/** A Deployment whose pods serve. */
async function served(name: string, replicas = 1): Promise<KubeObject> {
  const object = await apply(deployment(name, `${name}:1`, replicas));
  for (const pod of await kubelet.podsOf(name, replicas)) await kubelet.report(pod, running(name));
  const { failed } = await wait([object]);
  expect(failed).toEqual([]);
  return object;
}

test('it is ready when the pods serve, and what it waits for is told', async () => {
  const object = await apply(deployment('web', 'web:1', 2));
  const waited = wait([object]);
  for (const pod of await kubelet.podsOf('web', 2)) await kubelet.report(pod, running('web'));
  const { ready, failed, events, seconds } = await waited;
  expect(ready.map(({ name }) => name)).toEqual(['web']);
  expect(failed).toEqual([]);
  expect(events.map(({ type }) => type)).toContain('waiting');
  expect(events.at(-1)).toMatchObject({ type: 'ready', ref: { name: 'web' } });
  expect(seconds).toBeLessThan(10);
});

test('a process that ends right after its start was never ready, though it had no probe', async () => {
  const object = await apply(deployment('web', 'web:1', 1, {}));
  const waited = wait([object], 60);
  const [pod] = await kubelet.podsOf('web', 1);
  if (!pod) throw new Error('no pod');
  await kubelet.report(pod, running('web'));
  await pause(700);
  await kubelet.report(pod, crashing('web', 1));
  const { ready, failed } = await waited;
  expect(ready).toEqual([]);
  expect(failed[0]?.diagnosis?.code).toBe('CRASH');
});

test('what is ready already, and what has nothing to get ready, is told at once', async () => {
  const web = await served('web');
  const settings = await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace } });
  const { ready, seconds } = await wait([web, settings]);
  expect(ready).toHaveLength(2);
  expect(seconds).toBeLessThan(0.5);
});

test.each([
  [
    'IMAGE_NEVER_PULL',
    waiting('web', 'ErrImageNeverPull', 'Container image "web:1" is not present with pull policy of Never'),
  ],
  [
    'IMAGE_NAME',
    waiting('web', 'InvalidImageName', 'Failed to apply default image tag "WEB": couldn\'t parse image name'),
  ],
  ['CRASH', crashing('web', 1)],
  ['OOM', crashing('web', 137, 'OOMKilled')],
])('%s ends the wait long before the timeout', async (code, status) => {
  const object = await apply(deployment('web'));
  const waited = wait([object], 60);
  for (const pod of await kubelet.podsOf('web', 1)) await kubelet.report(pod, status);
  const { ready, failed, events, seconds } = await waited;
  expect(ready).toEqual([]);
  expect(failed).toMatchObject([{ ref: { name: 'web' }, diagnosis: { code, terminal: true } }]);
  expect(failed[0]?.diagnosis?.object).toContain(`Pod ${namespace}/web-`);
  expect(events.filter(({ type }) => type === 'diagnosis')).toHaveLength(1);
  expect(seconds).toBeLessThan(10);
});

test('a Secret that is missing is named, after a moment in which it might have come', async () => {
  const object = await apply(deployment('web'));
  const waited = wait([object], 60);
  const message = 'secret "todo-secrets" not found';
  for (const pod of await kubelet.podsOf('web', 1))
    await kubelet.report(pod, waiting('web', 'CreateContainerConfigError', message));
  const { failed, seconds } = await waited;
  expect(failed[0]?.diagnosis?.code).toBe('SECRET_MISSING');
  expect(failed[0]?.diagnosis?.because).toContain('todo-secrets');
  expect(seconds).toBeLessThan(25);
});

test('a crash that is over in time is none', async () => {
  const object = await apply(deployment('web'));
  const waited = wait([object], 60);
  const pods = await kubelet.podsOf('web', 1);
  const once = {
    ...crashing('web', 1),
    containerStatuses: [
      {
        name: 'web',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { terminated: { exitCode: 1, reason: 'Error', containerID: 'containerd://1' } },
      },
    ],
  };
  for (const pod of pods) await kubelet.report(pod, once);
  await pause(1500);
  for (const pod of pods) await kubelet.report(pod, running('web'));
  expect((await waited).failed).toEqual([]);
});

test('an old pod that is broken does not stop its replacement', async () => {
  const old = await served('web');
  const [pod] = (await cluster.list('v1', 'Pod', { namespace })).items;
  if (pod) await kubelet.report(pod, crashing('web', 1));
  const next = await apply(deployment('web', 'web:2'));
  expect(next.metadata.generation).toBeGreaterThan(old.metadata.generation ?? 0);
  const waited = wait([next], 60);
  for (const fresh of await kubelet.podsOf('web', 1)) await kubelet.report(fresh, running('web'));
  expect((await waited).failed).toEqual([]);
});

test('a new pod that is broken is found though the old one still serves', async () => {
  await served('web');
  const next = await apply(deployment('web', 'web:2'));
  const waited = wait([next], 60);
  for (const fresh of await kubelet.podsOf('web', 1)) await kubelet.report(fresh, crashing('web', 3));
  const { failed, seconds } = await waited;
  expect(failed[0]?.diagnosis).toMatchObject({ code: 'CRASH', terminal: true });
  expect(failed[0]?.diagnosis?.because).toContain('3');
  expect(seconds).toBeLessThan(10);
});

test('one cause for three pods is told once; two workloads have one each', async () => {
  const objects = [await apply(deployment('web', 'web:1', 3)), await apply(deployment('api'))];
  const waited = wait(objects, 60);
  for (const pod of await kubelet.podsOf('web', 3))
    await kubelet.report(pod, waiting('web', 'ErrImageNeverPull', 'not present'));
  for (const pod of await kubelet.podsOf('api', 1)) await kubelet.report(pod, crashing('api', 1));
  const { failed, events } = await waited;
  expect(new Set(failed.map(({ diagnosis }) => diagnosis?.code))).toEqual(new Set(['IMAGE_NEVER_PULL', 'CRASH']));
  expect(events.filter(({ type }) => type === 'diagnosis')).toHaveLength(2);
});

test('pods that the API server refuses are explained: quota', async () => {
  await apply({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace },
    spec: { hard: { pods: '0' } },
  });
  await expect
    .poll(async () => (await cluster.get(refTo(namespace, 'v1', 'ResourceQuota', 'none')))?.['status'])
    .toHaveProperty('hard');
  const { failed, seconds } = await wait([await apply(deployment('web'))], 60);
  expect(failed[0]?.diagnosis).toMatchObject({ code: 'QUOTA', terminal: true });
  expect(seconds).toBeLessThan(15);
});

test('pods that the API server refuses are explained: pod security', async () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
  const { failed, seconds } = await wait([await apply(deployment('web'))], 60);
  expect(failed[0]?.diagnosis).toMatchObject({ code: 'POD_SECURITY', terminal: true });
  expect(failed[0]?.diagnosis?.because).toContain('runAsNonRoot');
  expect(seconds).toBeLessThan(15);
});

test('when the time is over, what was still missing is told with its suspect', async () => {
  const objects = [await apply(deployment('web')), await apply(deployment('idle'))];
  const waited = wait(objects, 3);
  const message = '0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available';
  for (const pod of await kubelet.podsOf('web', 1)) await kubelet.report(pod, unschedulable(message));
  const { failed, seconds } = await waited;
  const of = (name: string): Waited['failed'][number] | undefined => failed.find(({ ref }) => ref.name === name);
  expect(of('web')?.diagnosis).toMatchObject({ code: 'UNSCHEDULABLE_MEMORY', terminal: false });
  expect(of('idle')).toMatchObject({ verdict: { state: 'pending' } });
  expect(seconds).toBeLessThan(5);
});

test('a probe that fails is told when the time is over', async () => {
  const object = await apply(deployment('web'));
  const waited = wait([object], 4);
  for (const pod of await kubelet.podsOf('web', 1)) {
    const serving = running('web') as { containerStatuses: readonly object[] };
    const containerStatuses = serving.containerStatuses.map((status) => ({ ...status, ready: false }));
    await kubelet.report(pod, { ...serving, conditions: [{ type: 'Ready', status: 'False' }], containerStatuses });
    const text = 'Readiness probe failed: HTTP probe failed with statuscode: 404';
    await kubelet.tell(pod, 'Unhealthy', text, 'web');
  }
  const { failed } = await waited;
  expect(failed[0]?.diagnosis).toMatchObject({ code: 'PROBE_READINESS', terminal: false });
});

test('a wait that is stopped ends at once and blames nobody', async () => {
  const object = await apply(deployment('web'));
  const { ready, failed, seconds } = await wait([object], 60, { signal: AbortSignal.timeout(1000) });
  expect(ready).toEqual([]);
  expect(failed).toEqual([]);
  expect(seconds).toBeLessThan(2);
});

test('crashes from before the database was up are forgiven, those after it are not', async () => {
  const objects = [await apply(database()), await apply(deployment('api')), await apply(deployment('worker'))];
  const waited = wait(objects, 60);
  const [api] = await kubelet.podsOf('api', 1);
  const [worker] = await kubelet.podsOf('worker', 1);
  const [db] = await kubelet.podsOf('db', 1);
  if (!api || !worker || !db) throw new Error('no pods');
  await kubelet.report(api, crashing('api', 1));
  await kubelet.report(worker, crashing('worker', 1));
  await pause(1000);
  await kubelet.report(db, running('db'));
  await pause(7000);
  await kubelet.report(api, running('api'));
  await kubelet.report(worker, crashing('worker', 1, 'Error', 4));
  const { ready, failed } = await waited;
  expect(ready.map(({ name }) => name).toSorted()).toEqual(['api', 'db']);
  expect(failed).toMatchObject([{ ref: { name: 'worker' }, diagnosis: { code: 'CRASH', terminal: true } }]);
});

test('a StatefulSet and a Job are waited for too', async () => {
  const set = await apply(database());
  const job = await apply({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels: { app: 'once' } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'once', image: 'once:1' }] },
      },
    },
  });
  const waited = wait([set, job], 60);
  for (const pod of await kubelet.podsOf('db', 1)) await kubelet.report(pod, running('db'));
  const ended = {
    name: 'once',
    image: '',
    imageID: '',
    ready: false,
    restartCount: 0,
    state: { terminated: { exitCode: 4, reason: 'Error', containerID: 'containerd://1' } },
  };
  for (const pod of await kubelet.podsOf('once', 1))
    await kubelet.report(pod, { phase: 'Failed', containerStatuses: [ended] });
  const { ready, failed } = await waited;
  expect(ready.map(({ name }) => name)).toEqual(['db']);
  expect(failed).toMatchObject([{ ref: { name: 'once' } }]);
});

test('watches that break while waiting change nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wait-'));
  const proxy: FaultProxy = await startFaultProxy(
    process.env['APISERVER_KUBECONFIG'] ?? '',
    join(folder, 'kubeconfig'),
  );
  const through = await openCluster({ context: 'proxied', kubeconfig: proxy.kubeconfig });
  for (const path of [/pods\?.*watch=true/, /deployments\?.*watch=true/, /replicasets\?.*watch=true/]) {
    proxy.strike(
      'GET',
      path,
      { kind: 'reset-before' },
      { kind: 'gone-in-band' },
      { kind: 'break-after', bytes: 400, piece: 7 },
      { kind: 'break-after', bytes: 3000, piece: 100 },
    );
  }
  const object = await apply(deployment('web', 'web:1', 2));
  const waited = wait([object], 60, { through });
  const struck = (): number => proxy.seen.filter(({ fault }) => fault !== undefined).length;
  // The third and fourth fault of each watch strike when something happens.
  await expect.poll(struck, { timeout: 10_000 }).toBeGreaterThanOrEqual(9);
  for (const pod of await kubelet.podsOf('web', 2)) await kubelet.report(pod, running('web'));
  const { failed, seconds } = await waited;
  expect(failed).toEqual([]);
  expect(seconds).toBeLessThan(20);
  through.close();
  await proxy.close();
  await rm(folder, { recursive: true });
});
