import { expect, test } from 'vitest';
import { valueAt, withFields, withoutFields } from './field-values.ts';

const live = {
  env: [
    { name: 'A', value: 'a' },
    { name: 'B', value: 'b' },
  ],
  finalizers: ['x', 'y'],
  probe: { exec: {}, periodSeconds: 7 },
};
const a = 'k:{"name":"A"}';

test('a value is found by the steps of its path', () => {
  expect(valueAt(live, ['f:env', a, 'f:value'])).toBe('a');
  expect(valueAt(live, ['f:env', 'i:1', 'f:value'])).toBe('b');
  expect(valueAt(live, ['f:finalizers', 'v:"y"'])).toBe('y');
  expect(valueAt(live, ['f:env', 'k:{"name":"C"}', 'f:value'])).toBeUndefined();
});

test.each([
  { what: 'a field', set: { 'f:env': { [a]: { 'f:value': {} } } }, path: ['f:env', a], left: { name: 'A' } },
  { what: 'an item', set: { 'f:env': { [a]: {} } }, path: ['f:env'], left: [{ name: 'B', value: 'b' }] },
  { what: 'a member', set: { 'f:finalizers': { 'v:"x"': {} } }, path: ['f:finalizers'], left: ['y'] },
  { what: 'a whole', set: { 'f:probe': { '.': {}, 'f:exec': {} } }, path: ['f:probe'], left: undefined },
  { what: 'what is not there', set: { 'f:env': { 'k:{"name":"C"}': {} } }, path: ['f:env'], left: live.env },
])('$what is taken out of a value', ({ set, path, left }) => {
  expect(valueAt(withoutFields(live, set), path)).toEqual(left);
});

test('the fields of a set are merged in, items by their keys, all others are left', () => {
  const source = {
    env: [
      { name: 'C', value: 'c' },
      { name: 'A', value: 'new' },
    ],
    probe: { httpGet: { port: 80 } },
  };
  const fields = {
    'f:env': { [a]: { '.': {}, 'f:value': {} }, 'k:{"name":"C"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
    'f:probe': { 'f:httpGet': { 'f:port': {} } },
  };
  expect(withFields(live, source, fields)).toEqual({
    env: [
      { name: 'A', value: 'new' },
      { name: 'B', value: 'b' },
      { name: 'C', value: 'c' },
    ],
    finalizers: ['x', 'y'],
    probe: { exec: {}, periodSeconds: 7, httpGet: { port: 80 } },
  });
});
