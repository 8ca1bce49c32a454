import { expect, test } from 'vitest';
import { diffFields } from './diff-fields.ts';

test('the same data has no differences, whatever the order of its keys', () => {
  expect(diffFields({ a: [1, { b: 'x' }], c: null }, { c: null, a: [1, { b: 'x' }] })).toEqual([]);
});

test('every field that differs is named by its path, also one that only one side has', () => {
  const here = { spec: { ports: [{ port: 80 }], replicas: 2 }, kind: 'Service' };
  const there = { spec: { ports: [{ port: '80' }, { port: 81 }] }, kind: 'Service' };
  expect(diffFields(here, there)).toEqual([
    'spec.ports.0.port: 80 here, "80" there',
    'spec.ports.1: nothing here, {"port":81} there',
    'spec.replicas: 2 here, nothing there',
  ]);
});

test('a list is not the map with its indexes', () => {
  expect(diffFields(['a'], { 0: 'a' }, 'x')).toEqual(['x: ["a"] here, {"0":"a"} there']);
});
