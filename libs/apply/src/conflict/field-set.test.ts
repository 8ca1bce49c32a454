import { expect, test } from 'vitest';
import { branchAt, cut, difference, fieldsOf, fieldText, nested, union } from './field-set.ts';

const variable = ['f:env', 'k:{"name":"A"}'];
const held = nested(variable, { '.': {}, 'f:name': {}, 'f:value': {} });

test('a path is told in the words of the server', () => {
  expect(fieldText(['f:spec', 'f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:name'])).toBe(
    '.spec.ports[port=80,protocol="TCP"].name',
  );
  expect(fieldText(['f:args', 'i:1'])).toBe('.args[1]');
  expect(fieldText(['f:finalizers', 'v:"a"'])).toBe('.finalizers[="a"]');
});

test('what is cut out of a set leaves no empty branch, which would stand for the whole', () => {
  expect(cut(nested(['f:a', 'f:b', 'f:c'], {}), ['f:a', 'f:b', 'f:c'])).toEqual({});
  expect(cut(held, [...variable, 'f:value'])).toEqual(nested(variable, { '.': {}, 'f:name': {} }));
  expect(cut(held, ['f:other', 'f:value'])).toBe(held);
});

test.each([
  { title: 'a field that is in both is in neither', b: nested([...variable, 'f:value'], {}), left: { 'f:name': {} } },
  { title: 'a whole that is in one only stays whole', b: {}, left: { '.': {}, 'f:name': {}, 'f:value': {} } },
])('difference of two sets: $title', ({ b, left }) => {
  expect(branchAt(difference(held, b), variable)).toEqual(left);
});

test('a set without itself has nothing', () => {
  expect(difference(held, union(held, { 'f:more': {} }))).toEqual({});
});

test('the fields of a value have its lists as a whole', () => {
  expect(fieldsOf({ a: { b: 1, c: [{ d: 1 }] }, e: {} })).toEqual({
    '.': {},
    'f:a': { '.': {}, 'f:b': {}, 'f:c': {} },
    'f:e': {},
  });
});
