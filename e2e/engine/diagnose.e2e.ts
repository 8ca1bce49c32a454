import { diagnoseRelease, type Cluster, type ReleaseDiagnosis } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { crashing, fakeKubelet, running, waiting, type FakeKubelet } from './fake-kubelet.ts';
import { deployed, freshName, refTo, testApi } from './support.ts';

let cluster: Cluster;
let namespace: string;
let kubelet: FakeKubelet;
const namespaces: string[] = [];

beforeAll(async () => {
  cluster = await testApi();
});

beforeEach(async () => {
  namespace = freshName();
  namespaces.push(namespace);
  await deployed(cluster, namespace, { replicas: 1, extra: [database] });
  kubelet = await fakeKubelet(cluster, namespace);
});

afterAll(async () => {
  for (const name of namespaces) await cluster.delete(refTo('', 'v1', 'Namespace', name));
  cluster.close();
});

const database: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db' },
  spec: {
    serviceName: 'db',
    selector: { matchLabels: { app: 'db' } },
    template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'db:1' }] } },
  },
};

const diagnose = (): Promise<ReleaseDiagnosis> => diagnoseRelease({ cluster, release: 'app', namespace });

async function report(status: Readonly<Record<string, object>>): Promise<void> {
  for (const [name, shown] of Object.entries(status)) {
    for (const pod of await kubelet.podsOf(name, 1)) await kubelet.report(pod, shown);
  }
}

const causes = ({ problems }: ReleaseDiagnosis): readonly string[] =>
  problems.map(({ ref, diagnosis }) => `${ref.name} ${diagnosis.code}`);

test('a release whose pods all serve has nothing wrong', async () => {
  await report({ db: running('db'), backend: running('backend'), frontend: running('frontend') });
  await expect.poll(async () => causes(await diagnose())).toEqual([]);
  expect(await diagnose()).toMatchObject({ found: true, phase: 'idle', idle: [] });
});

test('a database that crashes is named first, and an application that crashes too comes after it', async () => {
  await report({ backend: crashing('backend', 1), db: crashing('db', 1), frontend: running('frontend') });
  await expect.poll(async () => causes(await diagnose())).toEqual(['db CRASH', 'backend CRASH']);
  const { problems } = await diagnose();
  expect(problems[1]?.after).toMatchObject({ kind: 'StatefulSet', name: 'db' });
});

test('what explains itself comes before what may follow, and an object that was deleted is missed', async () => {
  await report({
    db: running('db'),
    backend: waiting('backend', 'ErrImageNeverPull', 'not present with pull policy of Never'),
    frontend: crashing('frontend', 1),
  });
  await cluster.delete(refTo(namespace, 'v1', 'ConfigMap', 'config'));
  await expect
    .poll(async () => causes(await diagnose()))
    .toEqual(['config MISSING', 'backend IMAGE_NEVER_PULL', 'frontend CRASH']);
});

test('a workload that somebody has scaled to nothing is ready, and told apart', async () => {
  await report({ backend: running('backend'), frontend: running('frontend'), db: running('db') });
  const { apiVersion, kind } = database;
  const scaled = { apiVersion, kind, metadata: { name: 'db', namespace }, spec: { replicas: 0 } };
  await cluster.apply(scaled, { fieldManager: 'somebody', force: true });
  await expect.poll(async () => (await diagnose()).idle.map(({ name }) => name)).toEqual(['db']);
});

test('a release that the cluster does not know is not found', async () => {
  const unknown = await diagnoseRelease({ cluster, release: 'other', namespace });
  expect(unknown).toMatchObject({ found: false, problems: [] });
});
