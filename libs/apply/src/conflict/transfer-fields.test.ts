import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { listAt } from '../json.ts';
import { transferFields } from './transfer-fields.ts';

const spec = { strategy: { type: 'Rolling', rolling: { surge: 1 } }, exec: { command: ['true'] }, period: 7 };
const ours = { manager: 'nx-kube', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', time: 'then' };
const applied = { ...ours, fieldsV1: { 'f:spec': { 'f:strategy': { 'f:type': {} } } } };
const edited = { manager: 'kubectl-edit', operation: 'Update' };
const exec = { 'f:exec': { '.': {}, 'f:command': {} } };

function moved(entries: readonly object[], path: readonly string[]): readonly object[] {
  const live: KubeObject = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a', managedFields: entries }, spec };
  return listAt(transferFields(live, [path], 'nx-kube'), 'metadata', 'managedFields');
}

test('a field becomes ours with all that is in it, and the rest stays with whom it was', () => {
  const entry = { ...edited, fieldsV1: { 'f:spec': { ...exec, 'f:period': {} } } };
  expect(moved([applied, entry], ['f:spec', 'f:exec'])).toEqual([
    { ...edited, fieldsV1: { 'f:spec': { 'f:period': {} } } },
    { ...ours, fieldsV1: { 'f:spec': { 'f:strategy': { 'f:type': {} }, ...exec } } },
  ]);
});

test('a manager with nothing left is left out, and one entry of ours is made where there was none', () => {
  const { time: _time, ...made } = ours;
  expect(moved([{ ...edited, fieldsV1: { 'f:spec': exec } }], ['f:spec', 'f:exec'])).toEqual([
    { ...made, fieldsV1: { 'f:spec': exec } },
  ]);
});

test('a default that nobody holds becomes ours with all that is in it', () => {
  const strategy = { 'f:type': {}, 'f:rolling': { '.': {}, 'f:surge': {} } };
  expect(moved([applied], ['f:spec', 'f:strategy', 'f:rolling'])).toEqual([
    { ...ours, fieldsV1: { 'f:spec': { 'f:strategy': strategy } } },
  ]);
});
