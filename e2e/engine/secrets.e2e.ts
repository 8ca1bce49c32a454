import { readSecretValues, status, type Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { canary, deployed, freshName, names, refTo, testApi } from './support.ts';

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

test('a changed secret rolls exactly the workload that reads it', async () => {
  await deployed(cluster, namespace);
  const report = await deployed(cluster, namespace, { apiKey: 'second-api-key' });
  expect(names(report.changed)).toEqual(['Deployment/frontend', 'Secret/secrets']);
});

test('a secret value is nowhere but in its Secret', async () => {
  const first = await deployed(cluster, namespace);
  const second = await deployed(cluster, namespace, { image: 'backend:2', dryRun: true });
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bad name', labels: { leak: canary } },
    stringData: { value: canary },
  };
  const refused = await deployed(cluster, namespace, { extra: [secret] }).catch((error: unknown) => error);
  const bad = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'bad' },
    spec: { type: canary, ports: [{ port: 80 }] },
  };
  const echoed = await deployed(cluster, namespace, { extra: [bad] }).catch((error: unknown) => error);
  expect(echoed).toBeInstanceOf(Error);
  const lists = await Promise.all(
    (['ConfigMap', 'Service', 'Event', 'Pod'] as const).map((kind) => cluster.list('v1', kind, { namespace })),
  );
  const deployments = await cluster.list('apps/v1', 'Deployment', { namespace });
  const everything = [
    first,
    second,
    refused,
    echoed,
    lists,
    deployments,
    await status({ cluster, release: 'app', namespace }),
  ];
  const text = everything
    .map((part) => `${JSON.stringify(part)} ${part instanceof Error ? withCauses(part) : ''}`)
    .join();
  expect(text).not.toContain(canary);
  expect(text).not.toContain(Buffer.from(canary).toString('base64'));
  expect((await readSecretValues({ cluster, namespace, name: 'secrets' }))?.['password']).toBe(canary);
});

test('the key of the release is made once', async () => {
  await deployed(cluster, namespace);
  const read = (): Promise<KubeObject | undefined> => cluster.get(refTo(namespace, 'v1', 'Secret', 'nx-kube.app.key'));
  const before = await read();
  await deployed(cluster, namespace, { image: 'backend:2' });
  expect((await read())?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
});

test('values of a Secret that is not there are undefined', async () => {
  expect(await readSecretValues({ cluster, namespace, name: 'secrets' })).toBeUndefined();
});

function withCauses(error: Error): string {
  const cause = error.cause instanceof Error ? withCauses(error.cause) : JSON.stringify(error.cause ?? '');
  return `${error.message} ${error.stack} ${cause}`;
}
