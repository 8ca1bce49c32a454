import { refKey, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { pending, type InventoryEntry } from '../inventory/inventory.ts';
import type { LiveObject } from '../plan/live-object.ts';
import type { Plan, PlannedObject } from '../plan/plan.ts';
import { nextEntries } from './next-entries.ts';
import type { Outcomes } from './outcome.ts';

const refTo = (name: string): ObjectRef => ({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  namespace: 'todo',
  name,
});
const objectOf = (name: string, metadata = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'todo', ...metadata },
});
const desired = (name: string) => ({
  ref: refTo(name),
  object: objectOf(name),
  hash: `hash-${name}`,
});
const live = (name: string): LiveObject => ({
  ref: refTo(name),
  uid: `uid-${name}`,
  resourceVersion: '1',
  labels: {},
  annotations: {},
  terminating: false,
  controlled: false,
});
const entry = (name: string): InventoryEntry => ({
  ...pending(refTo(name), `uid-${name}`),
  resourceVersion: '1',
  hash: `old-${name}`,
});

const objects: readonly PlannedObject[] = [
  { action: 'create', ref: refTo('new'), desired: desired('new'), reason: '' },
  {
    action: 'update',
    ref: refTo('changed'),
    desired: desired('changed'),
    live: live('changed'),
    reason: '',
  },
  {
    action: 'unchanged',
    ref: refTo('same'),
    desired: desired('same'),
    live: live('same'),
    entry: entry('same'),
  },
  { action: 'prune', ref: refTo('old'), live: live('old'), reason: '' },
  { action: 'keep', ref: refTo('kept'), live: live('kept'), reason: 'it holds data' },
  { action: 'forget', ref: refTo('gone') },
];
const plan: Plan = { objects, foreign: [], adopted: [], writes: true };
const before = {
  release: 'todo',
  phase: 'idle',
  cluster: 'c',
  objects: ['changed', 'same', 'old', 'kept', 'gone'].map((name) => entry(name)),
} as const;

function next(progress: { outcomes?: Outcomes; pruned?: ReadonlySet<string>; kept?: readonly InventoryEntry[] }) {
  const done = { outcomes: new Map(), pruned: new Set<string>(), kept: [], ...progress };
  const entries = nextEntries({ plan, before, key: 'key', progress: done });
  return Object.fromEntries(
    entries.map(({ ref, uid, hash, kept }) => [ref.name, { uid, hash, ...(kept && { kept }) }]),
  );
}

test('written ahead, it lists all that is and will be, and trusts nothing that is about to change', () => {
  expect(next({})).toEqual({
    new: { uid: '', hash: '' },
    changed: { uid: 'uid-changed', hash: '' },
    same: { uid: 'uid-same', hash: 'old-same' },
    old: { uid: 'uid-old', hash: 'old-old' },
    kept: { uid: 'uid-kept', hash: '', kept: 'it holds data' },
  });
});

test('afterwards what was applied is known, what failed is not, and what was pruned is forgotten', () => {
  const object = objectOf('new', { uid: 'uid-new', resourceVersion: '7' });
  const outcomes: Outcomes = new Map([
    [refKey(refTo('new')), { state: 'applied', ref: refTo('new'), applied: { object, action: 'created' } }],
    [refKey(refTo('changed')), { state: 'skipped', ref: refTo('changed'), because: '' }],
  ]);
  const claim = { ...pending(refTo('claim'), 'uid-claim'), kept: 'it holds data' };
  expect(next({ outcomes, pruned: new Set([refKey(refTo('old'))]), kept: [claim] })).toEqual({
    new: { uid: 'uid-new', hash: 'hash-new' },
    changed: { uid: 'uid-changed', hash: '' },
    same: { uid: 'uid-same', hash: 'old-same' },
    kept: { uid: 'uid-kept', hash: '', kept: 'it holds data' },
    claim: { uid: 'uid-claim', hash: '', kept: 'it holds data' },
  });
});
