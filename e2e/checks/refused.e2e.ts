import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { checkObjects } from '@nx-kube/manifests/checks';
import { freshName, testApi } from '../engine/support.ts';
import { faults, type PlantedFault } from './faults.ts';
import { changed, soundObjects } from './sound.ts';

const namespace = freshName();
const sound = soundObjects(namespace);
let cluster: Cluster;
let clusterVersion = '';

beforeAll(async () => {
  cluster = await testApi();
  clusterVersion = (await cluster.version()).gitVersion;
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } };
  await cluster.apply(object, { fieldManager: 'e2e' });
});

afterAll(async () => {
  await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: namespace });
  cluster.close();
});

/** What the API server says to an object that it is shown, without keeping it; undefined if it would take it. */
async function refusal(object: KubeObject): Promise<string | undefined> {
  try {
    await cluster.apply(object, { fieldManager: 'e2e', dryRun: true, force: true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function planted({ kind, path, to }: PlantedFault): {
  readonly faulty: KubeObject;
  readonly all: readonly KubeObject[];
} {
  const original = sound.find((object) => object.kind === kind);
  if (!original) throw new Error(`there is no sound ${kind}`);
  const faulty = changed(original, path, to) as KubeObject;
  return { faulty, all: sound.map((object) => (object === original ? faulty : object)) };
}

test('what is sound for the API server is sound for us', async () => {
  const refusals = await Promise.all(sound.map(async (object) => [object.kind, await refusal(object)]));
  expect(refusals.filter(([, because]) => because !== undefined)).toEqual([]);
  expect(checkObjects(sound, { clusterVersion })).toEqual([]);
});

test.each(faults)('$kind: the API server and we refuse $what', async (fault) => {
  const { faulty, all } = planted(fault);
  expect(await refusal(faulty), 'the API server').toBeDefined();
  const name = faulty.kind === 'Namespace' ? faulty.metadata.name : `${namespace}/${faulty.metadata.name}`;
  const found = checkObjects(all, { clusterVersion }).filter(({ object }) => object === `${faulty.kind} ${name}`);
  expect(found.map(({ path, rule }) => `${path} ${rule}`)).not.toEqual([]);
  for (const issue of found) expect(issue.fix).not.toBe('');
});
