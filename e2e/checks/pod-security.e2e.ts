import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { checkObjects } from '@nx-kube/manifests/checks';
import { freshName, testApi } from '../engine/support.ts';
import { arbitraryPod } from './arbitrary-pod.ts';

const base = freshName();
const levels = ['baseline', 'restricted'] as const;
const namespaces = levels.map((level) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: `${base}-${level}`, labels: { 'pod-security.kubernetes.io/enforce': level } },
}));
let cluster: Cluster;
let clusterVersion = '';

beforeAll(async () => {
  cluster = await testApi();
  clusterVersion = (await cluster.version()).gitVersion;
  for (const namespace of namespaces) await cluster.apply(namespace, { fieldManager: 'e2e' });
});

afterAll(async () => {
  for (const { metadata } of namespaces)
    await cluster.delete({ group: '', version: 'v1', kind: 'Namespace', name: metadata.name });
  cluster.close();
});

/** Whether the API server lets a pod into its namespace. A pod that is wrong for another reason is a mistake of ours. */
async function isAdmitted(pod: KubeObject): Promise<boolean> {
  try {
    await cluster.apply(pod, { fieldManager: 'e2e', dryRun: true });
    return true;
  } catch (error) {
    const { message } = error as Error;
    if (message.includes('violates PodSecurity')) return false;
    throw error;
  }
}

test.each(namespaces)('we judge pods as the namespace $metadata.name does', async (namespace) => {
  const { name } = namespace.metadata;
  await fc.assert(
    fc.asyncProperty(arbitraryPod, async (spec) => {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: name }, spec };
      const issues = checkObjects([namespace, pod], { clusterVersion });
      const forbidden = issues.filter(({ rule }) => rule.startsWith('pod-security/'));
      const others = issues.filter(({ rule }) => /^(schema|values|names|version)\//.test(rule));
      expect([await isAdmitted(pod), others]).toEqual([forbidden.length === 0, []]);
    }),
    { numRuns: 1000 },
  );
});
