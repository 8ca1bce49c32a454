import { expect, test } from 'vitest';
import { comparable, digestOf } from './canonical.ts';

const web = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports: [{ name: 'a', port: 80 }] },
};

test('the digest of an object does not depend on the order of its keys, but on that of its lists', () => {
  expect(digestOf({ a: [1, 2], b: { d: 1, c: 2 } })).toBe(digestOf({ b: { c: 2, d: 1 }, a: [1, 2] }));
  expect(digestOf({ a: [1, 2] })).not.toBe(digestOf({ a: [2, 1] }));
});

test('a part that is listed as different does not count', () => {
  const path = ['spec', 'ports', 0, 'port'];
  const objects = comparable([web], [{ object: 'Service web', path, why: 'an example' }]);
  expect(objects.get('Service web')).toEqual({ ...web, spec: { ports: [{ name: 'a' }] } });
});

test.each([['spec', 'type'], ['spec', 'ports', 1], []])('a listed part that is not there is an error', (...path) => {
  expect(() => comparable([web], [{ object: 'Service web', path, why: 'an example' }])).toThrow('has no part');
});

test('two objects of one name are an error', () => {
  expect(() => comparable([web, web], [])).toThrow('one name');
});
