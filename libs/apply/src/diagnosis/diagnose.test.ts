import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { diagnose, type Surroundings } from './diagnose.ts';

const template = (image: string, labels: object = {}): object => ({
  metadata: { labels: { app: 'web', ...labels } },
  spec: { containers: [{ name: 'web', image }] },
});

function made(
  kind: string,
  name: string,
  o: { owner?: string; labels?: object; annotations?: object; rest?: object },
): KubeObject {
  const { owner, labels = {}, annotations = {}, rest = {} } = o;
  const metadata = { name, namespace: 'todo', uid: name, generation: 2, labels, annotations };
  const ownerReferences = owner === undefined ? [] : [{ uid: owner }];
  return { apiVersion: 'v1', kind, metadata: { ...metadata, ownerReferences } as KubeObject['metadata'], ...rest };
}

const deployment = (observedGeneration = 2): KubeObject =>
  made('Deployment', 'web', { rest: { spec: { template: template('web:2') }, status: { observedGeneration } } });
const replicaSet = (name: string, image: string, status: object = {}): KubeObject =>
  made('ReplicaSet', name, {
    owner: 'web',
    rest: { spec: { template: template(image, { 'pod-template-hash': name }) }, status },
  });
const brokenPod = (name: string, owner: string, labels: object = {}): KubeObject =>
  made('Pod', name, {
    owner,
    labels,
    rest: {
      status: {
        containerStatuses: [{ name: 'web', ready: false, state: { waiting: { reason: 'ErrImageNeverPull' } } }],
      },
    },
  });
const around = (o: Partial<Surroundings>): Surroundings => ({ pods: [], replicaSets: [], events: [], ...o });
const codes = (owner: KubeObject, o: Partial<Surroundings>): readonly string[] =>
  diagnose(owner, around(o)).map(({ code }) => code);

const both = [replicaSet('old', 'web:1'), replicaSet('new', 'web:2')];

test('a broken pod of the new ReplicaSet is blamed, one of the old is not', () => {
  expect(codes(deployment(), { replicaSets: both, pods: [brokenPod('a', 'new')] })).toEqual(['IMAGE_NEVER_PULL']);
  expect(codes(deployment(), { replicaSets: both, pods: [brokenPod('a', 'old')] })).toEqual([]);
});

test('as long as the new ReplicaSet is not there nobody is blamed', () => {
  const o = { replicaSets: [replicaSet('old', 'web:1')], pods: [brokenPod('a', 'old')] };
  expect(codes(deployment(), o)).toEqual([]);
});

test('as long as the controller has not seen the spec nobody is blamed', () => {
  expect(codes(deployment(1), { replicaSets: both, pods: [brokenPod('a', 'new')] })).toEqual([]);
});

test('siblings with the same trouble are one finding', () => {
  const pods = [brokenPod('a', 'new'), brokenPod('b', 'new')];
  expect(codes(deployment(), { replicaSets: both, pods })).toEqual(['IMAGE_NEVER_PULL']);
});

test('only pods of the update revision of a StatefulSet are blamed; an older one that is broken is in the way', () => {
  const set = made('StatefulSet', 'db', { rest: { status: { observedGeneration: 2, updateRevision: 'r2' } } });
  const pod = (hash: string): KubeObject => brokenPod('db-0', 'db', { 'controller-revision-hash': hash });
  expect(codes(set, { pods: [pod('r1')] })).toEqual(['STUCK_ON_OLD_POD']);
  expect(codes(set, { pods: [pod('r2')] })).toEqual(['IMAGE_NEVER_PULL']);
});

test.each([
  ['QUOTA', 'pods "web-" is forbidden: exceeded quota: small', true],
  ['POD_SECURITY', 'pods "web-" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot', true],
  ['ADMISSION', 'admission webhook "x" denied the request: no', true],
  ['WEBHOOK_DOWN', 'Internal error occurred: failed calling webhook "x": connection refused', false],
  ['SERVICE_ACCOUNT_MISSING', 'error looking up service account todo/web: serviceaccount "web" not found', false],
  ['CREATE_REFUSED', 'something new', false],
])('%s: pods that are refused explain why there are none: %s', (code, message, terminal) => {
  const conditions = [{ type: 'ReplicaFailure', status: 'True', message }];
  const replicaSets = [replicaSet('new', 'web:2', { conditions })];
  expect(diagnose(deployment(), around({ replicaSets }))).toMatchObject([
    { code, terminal, object: 'Deployment todo/web' },
  ]);
});
