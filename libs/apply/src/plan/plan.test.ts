import { refKey, refOf, type KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { partOfLabel } from '../inventory/applyset.ts';
import type { Inventory, InventoryEntry } from '../inventory/inventory.ts';
import type { LiveObject } from './live-object.ts';
import { planObjects, suspects, type PlanInput } from './plan.ts';

const id = 'applyset-ours-v1';

const backend: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'backend', namespace: 'todo', labels: { app: 'todo' } },
};
const ref = refOf(backend);
const known: InventoryEntry = { ref, uid: 'u1', generation: 3, resourceVersion: '30', hash: 'h1', owned: 'o1' };
const there: LiveObject = {
  ref,
  uid: 'u1',
  resourceVersion: '31', // status moves it all the time
  generation: 3,
  labels: { app: 'todo', [partOfLabel]: id },
  annotations: {},
  terminating: false,
  controlled: false,
};

function input(o: {
  entry?: InventoryEntry | null;
  live?: LiveObject | null;
  hash?: string;
  wanted?: boolean;
}): PlanInput {
  const entry = o.entry === undefined ? known : o.entry;
  const live = o.live === undefined ? there : o.live;
  const inventory: Inventory = {
    release: 'todo',
    phase: 'idle',
    cluster: 'c1',
    objects: entry ? [entry] : [],
  };
  return {
    id,
    desired: o.wanted === false ? [] : [{ ref, object: backend, hash: o.hash ?? 'h1' }],
    inventory,
    live: new Map(live ? [[refKey(live.ref), live]] : []),
  };
}

test.each([
  { action: 'unchanged', when: 'hash, uid and generation are as recorded', o: {} },
  { action: 'create', when: 'it is nowhere', o: { entry: null, live: null } },
  { action: 'create', when: 'it was deleted by hand', o: { live: null } },
  { action: 'update', when: 'the stack changed', o: { hash: 'h2' } },
  {
    action: 'update',
    when: 'its generation moved and it was not read in full',
    o: { live: { ...there, generation: 4 } },
  },
  { action: 'update', when: 'fields of ours moved', o: { live: { ...there, generation: 4, owned: 'o2' } } },
  { action: 'unchanged', when: 'only fields of others moved', o: { live: { ...there, generation: 4, owned: 'o1' } } },
  { action: 'update', when: 'no field of it is ours any more', o: { live: { ...there, generation: 4, owned: '' } } },
  { action: 'update', when: 'it is another object under the same name', o: { live: { ...there, uid: 'u2' } } },
  { action: 'update', when: 'it is being deleted', o: { live: { ...there, terminating: true } } },
  { action: 'update', when: 'an interrupted run left no hash', o: { entry: { ...known, hash: '' } } },
  { action: 'update', when: 'the inventory is lost', o: { entry: null } },
  { action: 'update', when: 'its label was taken off', o: { live: { ...there, labels: {} } } },
  { action: 'prune', when: 'it left the stack', o: { wanted: false } },
  { action: 'prune', when: 'it left the stack while the inventory was lost', o: { wanted: false, entry: null } },
  { action: 'forget', when: 'it left the stack and the cluster', o: { wanted: false, live: null } },
  {
    action: 'forget',
    when: 'it left the stack and someone else took it',
    o: { wanted: false, live: { ...there, labels: {} } },
  },
  {
    action: 'forget',
    when: 'it left the stack and was made anew',
    o: { wanted: false, live: { ...there, uid: 'u2' } },
  },
  {
    action: 'keep',
    when: 'it left the stack and says that it stays',
    o: { wanted: false, live: { ...there, annotations: { 'nx-kube/prune': 'false' } } },
  },
  {
    action: 'keep',
    when: 'it left the stack and a controller owns it',
    o: { wanted: false, live: { ...there, controlled: true } },
  },
])('a Deployment is planned as $action when $when', ({ action, o }) => {
  expect(planObjects(input(o)).objects.map((object) => object.action)).toEqual([action]);
});

test.each(['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition'])(
  'a %s that left the stack is kept',
  (kind) => {
    const group = kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io' : '';
    const gone = { ...ref, group, kind };
    const plan = planObjects(input({ wanted: false, entry: { ...known, ref: gone }, live: { ...there, ref: gone } }));
    expect(plan.objects.map((object) => object.action)).toEqual(['keep']);
  },
);

test('nothing is written when all is unchanged, and nothing for what is kept already', () => {
  expect(planObjects(input({})).writes).toBe(false);
  const kept = { ...known, kept: 'it holds data' };
  expect(planObjects(input({ wanted: false, entry: kept })).writes).toBe(false);
});

test('an object without a generation is compared by its resourceVersion', () => {
  const { generation: _entry, ...entry } = known;
  const { generation: _live, ...live } = there;
  expect(planObjects(input({ entry, live })).objects[0]?.action).toBe('update');
  expect(planObjects(input({ entry: { ...entry, resourceVersion: '31' }, live })).objects[0]?.action).toBe('unchanged');
});

test('only an object whose counters alone moved is read in full', () => {
  expect(suspects(input({}))).toEqual([]);
  expect(suspects(input({ live: { ...there, generation: 4 } }))).toEqual([ref]);
  expect(suspects(input({ hash: 'h2', live: { ...there, generation: 4 } }))).toEqual([]);
});

test.each([
  { whose: 'another set', live: { ...there, labels: { [partOfLabel]: 'applyset-theirs-v1' } } },
  { whose: 'a Helm release', live: { ...there, labels: {}, annotations: { 'meta.helm.sh/release-name': 'todo' } } },
  { whose: 'another object', live: { ...there, labels: {}, controlled: true } },
])('an object of $whose is refused', ({ live }) => {
  expect(planObjects(input({ entry: null, live })).foreign).toHaveLength(1);
});

test('an object that nobody manages is adopted, and said so', () => {
  const plan = planObjects(input({ entry: null, live: { ...there, labels: {} } }));
  expect(plan.foreign).toEqual([]);
  expect(plan.adopted).toEqual(['Deployment todo/backend']);
});

test('an object that is in the stack under another API group is not deleted', () => {
  const old = { ...ref, group: 'extensions' };
  const both = input({});
  const plan = planObjects({
    ...both,
    inventory: { ...both.inventory!, objects: [known, { ...known, ref: old }] },
    live: new Map([...both.live, [refKey(old), { ...there, ref: old }]]),
  });
  expect(plan.objects.map((object) => object.action)).toEqual(['unchanged', 'forget']);
});
