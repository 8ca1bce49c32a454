import fc from 'fast-check';
import { CORE_SCHEMA, load, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { expect, test } from 'vitest';
import { KubeError } from './error.ts';
import { nastyStrings as nasty } from './testing/nasty-strings.ts';
import { toYaml, toYamlDocuments } from './yaml.ts';

/** Kubernetes and Helm read YAML 1.1, most editors 1.2: the text has to mean the same to both. */
function readBoth(text: string): readonly unknown[] {
  return [CORE_SCHEMA, YAML11_SCHEMA].map((schema) => load(text, { schema }));
}

test.each(nasty)('%j is read back as this very text, as a value, a key and a list item', (text) => {
  const value = { [text]: text, list: [text, [text], { [text]: text }] };
  expect(readBoth(toYaml(value))).toEqual([value, value]);
});

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...nasty),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...nasty), fc.string()), tie('value'), { maxKeys: 4 }),
  ),
}));

test('any data is read back unchanged', () => {
  fc.assert(
    fc.property(json.value, (value) => {
      // js-yaml keeps a key "__proto__" as an own one, toEqual does not compare it: leave it to the API server.
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(readBoth(toYaml(plain))).toEqual([plain, plain]);
    }),
    { numRuns: 2000 },
  );
});

test('a manifest looks as a person would write it', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', labels: {}, annotations: undefined },
    spec: { ports: [{ port: 80, name: 'http' }], list: [['a', 'b'], [], {}], clusterIPs: [], ready: true, none: null },
  };
  expect(toYaml(object)).toBe(`apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {}
spec:
  ports:
    - port: 80
      name: http
  list:
    - - a
      - b
    - []
    - {}
  clusterIPs: []
  ready: true
  none: null
`);
});

test('an object that occurs twice is printed twice, without an anchor', () => {
  const labels = { app: 'web' };
  expect(toYaml({ a: labels, b: labels })).toBe('a:\n  app: web\nb:\n  app: web\n');
});

test('large numbers are printed in full and small ones with a dot, so that both stay numbers', () => {
  expect(toYaml([1e21, 1e-7, -0, 1.5])).toBe('- 1000000000000000000000\n- 1.0e-7\n- 0\n- 1.5\n');
});

test('several objects make a stream of as many documents', () => {
  const objects = ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  expect(loadAll(toYamlDocuments(objects))).toEqual(objects);
});

test.each([
  { what: 'a function', value: () => 1 },
  { what: 'a date', value: new Date(0) },
  { what: 'a map', value: new Map() },
  { what: 'NaN', value: NaN },
  { what: 'infinity', value: Infinity },
  { what: 'a symbol', value: Symbol('x') },
  { what: 'a bigint', value: 1n },
  { what: 'undefined in a list', value: [undefined] },
  { what: 'half of a surrogate pair', value: '\ud800' },
  { what: 'half of a surrogate pair in a key', value: { '\udc00': 1 } },
])('$what is no data, and the error names its place', ({ value }) => {
  expect(() => toYaml({ spec: { field: value } })).toThrow(KubeError);
  expect(() => toYaml({ spec: { field: value } })).toThrow(/\$\.spec\.field/);
});
