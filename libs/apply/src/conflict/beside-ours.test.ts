import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { besideOurs } from './beside-ours.ts';
import { fieldText, nested, union, type FieldSet } from './field-set.ts';

const variable = ['f:spec', 'f:env', 'k:{"name":"A"}'];
const ours = [
  nested(variable, { '.': {}, 'f:name': {}, 'f:valueFrom': { 'f:secretKeyRef': {} } }),
  { 'f:spec': { 'f:strategy': { 'f:type': {} } } },
].reduce<FieldSet>((a, b) => union(a, b), {});

function beside(cause: string, entries: readonly object[], message = ''): readonly string[] {
  const live: KubeObject = {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: { name: 'a', managedFields: [{ manager: 'nx-kube', operation: 'Apply', fieldsV1: ours }, ...entries] },
    spec: { env: [{ name: 'B' }, { name: 'A', value: 'short' }], strategy: { type: 'Rolling', rolling: { surge: 1 } } },
  };
  const status = { details: { causes: [{ field: cause, message }] } };
  return besideOurs({ status, live, ours, manager: 'nx-kube' }).map(
    ({ path, policy, managers }) => `${policy} ${fieldText(path)} ${managers.join()}`,
  );
}
const holds = (manager: string, fieldsV1: FieldSet, more: object = {}): object => ({
  manager,
  operation: 'Update',
  fieldsV1,
  ...more,
});
const value = nested(variable, { 'f:value': {} });
const cause = 'spec.env[1].valueFrom';

test('what a person holds beside our field is found, whatever the place of the item', () => {
  expect(beside(cause, [holds('kubectl-set', value)])).toEqual(['take .spec.env[name="A"].value kubectl-set']);
});

test('what another deployer holds, too, is found as one that is not to be taken', () => {
  const found = beside(cause, [holds('kubectl-set', value), holds('helm', value)]);
  expect(found).toEqual(['refuse .spec.env[name="A"].value kubectl-set,helm']);
});

test.each([
  { whose: 'a controller', entry: holds('keda-operator', value) },
  { whose: 'a subresource', entry: holds('kubectl-scale', value, { subresource: 'scale' }) },
])('what $whose holds is not found', ({ entry }) => {
  expect(beside(cause, [holds('kubectl-set', value), entry])).toEqual([]);
});

test('a field in another structure is not found', () => {
  const far = { 'f:spec': { 'f:strategy': { 'f:rolling': { 'f:surge': {} } } } };
  expect(beside(cause, [holds('kubectl-edit', far)])).toEqual([]);
});

test('other items of the lists on the way are found', () => {
  const item = nested(['f:spec', 'f:env', 'k:{"name":"B"}'], { '.': {}, 'f:name': {} });
  expect(beside(cause, [holds('kubectl-edit', item)])).toEqual(['take .spec.env[name="B"] kubectl-edit']);
});

test('a default that nobody holds is found when the error names it', () => {
  expect(beside('spec.strategy.rolling', [])).toEqual(['take .spec.strategy.rolling ']);
  expect(beside('spec.strategy.type', [])).toEqual([]);
});

test('a schema that names its field in words only is understood', () => {
  const words = 'Invalid value: "": "spec.env[1].valueFrom" must validate one and only one schema (oneOf)';
  expect(beside('<nil>', [holds('kubectl-set', value)], words)).toHaveLength(1);
  expect(beside('<nil>', [holds('kubectl-set', value)], 'something else')).toEqual([]);
});

test('nothing of the metadata is found', () => {
  const labels = { 'f:metadata': { 'f:labels': { 'f:a': {} } } };
  expect(beside('metadata.labels', [holds('kubectl-label', labels)])).toEqual([]);
});
