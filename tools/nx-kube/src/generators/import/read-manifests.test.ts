import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

const readValue = (scalar: string): unknown => {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  x: ${scalar}\n`;
  const { objects, issues } = readManifests({ 'a.yaml': text });
  expect(issues).toEqual([]);
  const [object] = objects as unknown as readonly [{ readonly data: { readonly x: unknown } }];
  return object.data.x;
};

test.each([
  ...'y Y yes Yes YES on On ON true True TRUE'.split(' ').map((text) => ({ text, value: true })),
  ...'n N no No NO off Off OFF false False FALSE'.split(' ').map((text) => ({ text, value: false })),
  ...['~', 'null', 'Null', 'NULL', ''].map((text) => ({ text, value: null })),
  { text: '017', value: 15 },
  { text: '0o17', value: 15 },
  { text: '08', value: 8 },
  { text: '0x1F', value: 31 },
  { text: '-0x10', value: -16 },
  { text: '0b11', value: 3 },
  { text: '1_000', value: 1000 },
  { text: '+1', value: 1 },
  { text: '1e3', value: 1000 },
  { text: '1.', value: 1 },
  { text: '.5', value: 0.5 },
  { text: '+.5', value: 0.5 },
  { text: '190:20:30', value: '190:20:30' },
  { text: '12:30', value: '12:30' },
  { text: '2001-12-14', value: '2001-12-14' },
  { text: '"no"', value: 'no' },
  { text: "'017'", value: '017' },
  { text: '!!str no', value: 'no' },
  { text: '1.2.3', value: '1.2.3' },
  { text: 'nO', value: 'nO' },
  { text: '|-\n    a\n    b', value: 'a\nb' },
])('$text is $value to Kubernetes, and here', ({ text, value }) => {
  expect(readValue(text)).toBe(value);
});

test('aliases and merge keys are written out', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: &m { name: a }\nx: { <<: *m, b: c }\nz: *m\n';
  const { objects } = readManifests({ 'a.yaml': text });
  expect(objects).toEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, x: { name: 'a', b: 'c' }, z: { name: 'a' } },
  ]);
});

test('a billion laughs are refused', () => {
  const lists = 'bcdefgh'.split('').map((name, index) => {
    const alias = `*${'abcdefgh'.charAt(index)}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => alias).join(', ')}]\n`;
  });
  const text = `apiVersion: v1\nkind: X\nmetadata: { name: a }\na: &a [x]\n${lists.join('')}`;
  expect(readManifests({ 'a.yaml': text }).issues).toHaveLength(1);
});

test('no fault repeats a value, which may be a secret', () => {
  const values = [
    '"canary',
    '12345678901234567890',
    '[canary',
    'canary: x: y',
    '@canary',
    '%canary',
    '!canary x',
    '*canary',
  ];
  for (const value of values) {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData:\n  x: ${value}\n`;
    const { issues } = readManifests({ 'a.yaml': text });
    expect(issues.length, value).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toMatch(/canary|1234567/);
  }
});
