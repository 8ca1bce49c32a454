import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { asApplied } from './as-applied.ts';
import type { FieldSet } from './field-set.ts';

function thing(spec: object, held: Readonly<Record<string, FieldSet>>): KubeObject {
  const managedFields = Object.entries(held).map(([manager, fields]) => ({
    manager,
    operation: manager === 'nx-kube' ? 'Apply' : 'Update',
    fieldsV1: { 'f:spec': fields },
  }));
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a', managedFields }, spec };
}

const live = thing(
  { httpGet: { port: 80 }, exec: { command: ['true'] }, period: 7, old: 1, shared: 2, scheme: 'HTTP' },
  {
    'nx-kube': { 'f:old': {}, 'f:shared': {} },
    'kubectl-edit': { 'f:exec': { '.': {}, 'f:command': {} }, 'f:period': {}, 'f:shared': {} },
  },
);
const alone = thing({ httpGet: { port: 81, path: '/' }, timeout: 1 }, { 'nx-kube': { 'f:httpGet': { 'f:port': {} } } });

test('what is applied comes in, what was and is not any more goes unless someone else holds it', () => {
  const applied = asApplied({ live, alone, without: [['f:spec', 'f:exec']], manager: 'nx-kube' });
  expect(applied.spec).toEqual({ httpGet: { port: 81 }, period: 7, shared: 2, scheme: 'HTTP' });
  expect(applied.metadata).toBe(live.metadata);
});

test('without anything to take away, all that others hold is still there', () => {
  const applied = asApplied({ live, alone, without: [], manager: 'nx-kube' });
  expect(applied.spec).toMatchObject({ httpGet: { port: 81 }, exec: { command: ['true'] } });
});
