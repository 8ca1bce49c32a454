import type { Stack } from '@nx-kube/manifests';
import { expect, test } from 'vitest';

import { PluginError } from '../error.ts';
import { localSecrets } from './local-secrets.ts';

const spec = (key: string, more: object = {}): object => ({
  key,
  value: key.toLowerCase(),
  env: key,
  describe: key,
  ...more,
});
const stack = {
  secrets: { name: 's', specs: [spec('TOKEN', { generate: 'hex32' }), spec('URL'), spec('API_KEY')] },
} as unknown as Stack;
const nothing = { environment: {}, dotenv: {} };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('what has to be made up is made once and kept', () => {
  const first = localSecrets(stack, nothing, { decided: [], stored: {} });
  expect(first.values['token']).toMatch(/^[0-9a-f]{64}$/);
  expect(first.sources).toEqual([{ key: 'TOKEN', source: 'generated' }]);
  const second = localSecrets(stack, nothing, { decided: [], stored: first.kept });
  expect(second.values).toEqual(first.values);
  expect(second.kept).toEqual(first.kept);
  expect(second.sources).toEqual([]);
});

test('a value of the environment counts for this run, and is not kept', () => {
  const stored = { TOKEN: base64('from before') };
  const inputs = { environment: { TOKEN: 'for today' }, dotenv: { API_KEY: 'sk' } };
  const { values, kept, sources } = localSecrets(stack, inputs, { decided: [], stored });
  expect(values).toEqual({ token: 'for today', api_key: 'sk' });
  expect(kept).toEqual(stored);
  expect(sources).toEqual([
    { key: 'TOKEN', source: 'environment' },
    { key: 'API_KEY', source: '.env' },
  ]);
});

test('what the run decides comes from nobody else', () => {
  const inputs = { environment: { URL: 'http://cluster.example' }, dotenv: {} };
  expect(localSecrets(stack, inputs, { decided: ['url'], stored: {} }).values).not.toHaveProperty('url');
});

test('what is required and nowhere is named', () => {
  const needy = { secrets: { name: 's', specs: [spec('LICENCE', { required: true })] } } as unknown as Stack;
  expect(() => localSecrets(needy, nothing, { decided: [], stored: {} })).toThrow(PluginError);
  expect(() => localSecrets(needy, nothing, { decided: [], stored: {} })).toThrow('LICENCE');
});
