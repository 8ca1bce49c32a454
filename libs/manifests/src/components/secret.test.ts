import { expect, test } from 'vitest';
import * as z from 'zod';
import { ManifestError } from '../error.ts';
import { evaluate } from '../evaluate.ts';
import { nonEmpty, when } from '../hole/build.ts';
import { holes } from '../hole/holes.ts';
import { plainScope } from '../testing/scope.ts';
import { envVars, secretDigest } from './env.ts';
import { secret } from './secret.ts';

const v = holes(z.strictObject({ token: z.string(), key: z.string(), existing: z.string() }));
const { object, keys } = secret(plainScope, {
  name: 'keys',
  existing: v.existing,
  data: { TOKEN: v.token, KEY: when(nonEmpty(v.key), v.key) },
  required: { TOKEN: 'give a token' },
});
const given = { token: 'abc', key: '', existing: '' };

function evaluated(tree: unknown, values: object, chart = false): unknown {
  return evaluate(tree, { values: { ...given, ...values }, release: { Name: 'r', Namespace: 'n' }, chart });
}

test('texts are in base64, and a key whose condition does not hold is not there', () => {
  expect(evaluated(object, {})).toMatchObject({ kind: 'Secret', data: { TOKEN: 'YWJj' } });
  expect(evaluated(object, {})).not.toHaveProperty('data.KEY');
  expect(evaluated(object, { key: 'x' })).toHaveProperty('data.KEY', 'eA==');
});

test('the chart asks for a value that is empty; elsewhere it is made up or filled in later', () => {
  expect(() => evaluated(object, { token: '' }, true)).toThrow(ManifestError);
  expect(() => evaluated(object, { token: '' }, true)).toThrow(/give a token/);
  expect(evaluated(object, { token: '' })).toHaveProperty('data.TOKEN', '');
});

test('pods read the Secret of somebody else where there is one, and ours is not there', () => {
  const variables = envVars({ TOKEN: keys.TOKEN });
  const reads = (name: string): unknown => [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'TOKEN' } } }];
  expect(evaluated(variables, {})).toEqual(reads('keys'));
  expect(evaluated(variables, { existing: 'theirs' })).toEqual(reads('theirs'));
  expect(evaluated(object, { existing: 'theirs', token: '' }, true)).toBeUndefined();
});

test('the digest follows the values that a pod reads, in a chart that makes the Secret', () => {
  const digest = (values: object, chart = true): unknown => evaluated(secretDigest({ A: keys.TOKEN }), values, chart);
  expect(digest({})).toEqual({ 'checksum/secrets': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
  expect(digest({ token: 'other' })).not.toEqual(digest({}));
  expect(digest({ key: 'other' })).toEqual(digest({}));
  expect(digest({}, false)).toEqual({});
  expect(digest({ existing: 'theirs' })).toEqual({});
});

test('a key that may be left out counts as empty in the digest', () => {
  const digest = (values: object): unknown => evaluated(secretDigest({ A: keys.KEY }), values, true);
  expect(digest({ key: 'x' })).not.toEqual(digest({}));
});
