import { expect, test } from 'vitest';
import { resolveSecrets, type SecretSpec } from './resolve.ts';

const apiKey: SecretSpec = { key: 'API_KEY', value: 'apiKey', env: 'MY_API_KEY' };
const generated: SecretSpec = { key: 'SIGNING', value: 'signing', env: 'SIGNING', generate: 'hex32', required: true };
const random = (bytes: number): Buffer => Buffer.alloc(bytes, 7);

function resolve(spec: SecretSpec, o: { environment?: string; dotenv?: string; live?: string }) {
  const resolved = resolveSecrets({
    specs: [spec],
    environment: { [spec.env]: o.environment },
    dotenv: o.dotenv === undefined ? {} : { [spec.env]: o.dotenv },
    live: o.live === undefined ? undefined : { [spec.key]: o.live },
    random,
  });
  return { value: resolved.values[spec.value], source: resolved.sources[0]?.source, missing: resolved.missing.length };
}

test.each([
  { when: 'all have it', o: { environment: 'e', dotenv: 'd', live: 'l' }, value: 'e', source: 'environment' },
  { when: '.env and the cluster have it', o: { dotenv: 'd', live: 'l' }, value: 'd', source: '.env' },
  { when: 'only the cluster has it', o: { live: 'l' }, value: 'l', source: 'cluster' },
  { when: 'nobody has it', o: {}, value: undefined, source: 'absent' },
  { when: 'an empty variable deletes it', o: { environment: '', live: 'l' }, value: '', source: 'environment' },
])('a secret comes from $source when $when', ({ o, value, source }) => {
  expect(resolve(apiKey, o)).toEqual({ value, source, missing: 0 });
});

test.each([
  { when: 'the cluster holds one', o: { live: 'kept' }, value: 'kept', source: 'cluster' },
  { when: 'an empty line is in .env', o: { dotenv: '', live: 'kept' }, value: 'kept', source: 'cluster' },
  { when: 'it is nowhere', o: {}, value: '07'.repeat(32), source: 'generated' },
])('a secret that can be generated is from $source when $when', ({ o, value, source }) => {
  expect(resolve(generated, o)).toEqual({ value, source, missing: 0 });
});

test('base64 secrets have 32 bytes', () => {
  const { value } = resolve({ ...generated, generate: 'base64-32' }, {});
  expect(Buffer.from(value ?? '', 'base64')).toHaveLength(32);
});

test('a required secret that is nowhere, or empty, is missing', () => {
  expect(resolve({ ...apiKey, required: true }, {}).missing).toBe(1);
  expect(resolve({ ...apiKey, required: true }, { environment: '' }).missing).toBe(1);
});
