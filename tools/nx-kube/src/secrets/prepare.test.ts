import type { KubeObject } from '@nx-kube/kube';
import type { Stack, StackResult } from '@nx-kube/manifests';
import { expect, test } from 'vitest';

import { prepareStack, type PreparedStack } from './prepare.ts';
import { DERIVED, secretData } from './secret-data.ts';

const stack = {
  secrets: {
    name: 'shop-secrets',
    specs: [
      { key: 'DATABASE_URL', value: 'databaseUrl', env: 'DATABASE_URL', describe: 'the database' },
      { key: 'PASSWORD', value: 'password', env: 'PASSWORD', generate: 'hex32', describe: 'its password' },
      { key: 'TOKEN', value: 'token', env: 'TOKEN', required: true, describe: 'a token' },
    ],
  },
} as unknown as Stack;

/** Without a given address, the stack has a database of its own. */
const evaluate = (secrets: Readonly<Record<string, string>>): StackResult => {
  const { databaseUrl, password = '', token = '' } = secrets;
  const stringData = {
    DATABASE_URL: databaseUrl || `postgres://own:${password}@postgres/x`,
    PASSWORD: password,
    TOKEN: token,
  };
  return { objects: [secret(stringData)] } as unknown as StackResult;
};

const secret = (stringData: Record<string, string>, derived?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'shop-secrets', ...(derived === undefined ? {} : { annotations: { [DERIVED]: derived } }) },
  data: Object.fromEntries(
    Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  ),
});

const prepare = (live?: KubeObject, env: Record<string, string> = { TOKEN: 't' }): PreparedStack =>
  prepareStack(stack, evaluate, { environment: env, dotenv: {} }, live);
const sourcesOf = ({ sources }: PreparedStack): Record<string, string> =>
  Object.fromEntries(sources.map(({ key, source }) => [key, source]));

test('a first deploy makes what can be made, and notes what follows from it', () => {
  const prepared = prepare();
  expect(sourcesOf(prepared)).toEqual({ DATABASE_URL: 'stack', PASSWORD: 'generated', TOKEN: 'environment' });
  expect(prepared.objects[0]?.metadata.annotations).toEqual({ [DERIVED]: 'DATABASE_URL' });
  expect(prepared.wanted['DATABASE_URL']).toMatch(/^postgres:\/\/own:[0-9a-f]{64}@postgres/);
});

test('a second deploy has the same objects', () => {
  const first = prepare();
  const second = prepare(first.objects[0], {});
  expect(second.objects).toEqual(first.objects);
  expect(sourcesOf(second)).toEqual({ DATABASE_URL: 'stack', PASSWORD: 'cluster', TOKEN: 'cluster' });
});

test('an address that somebody gave once is kept from the cluster', () => {
  const first = prepare(undefined, { TOKEN: 't', DATABASE_URL: 'postgres://db.example.com/x' });
  const second = prepare(first.objects[0], {});
  expect(second.wanted['DATABASE_URL']).toBe('postgres://db.example.com/x');
  expect(sourcesOf(second)['DATABASE_URL']).toBe('cluster');
});

test('an empty variable takes a kept address away', () => {
  const first = prepare(undefined, { TOKEN: 't', DATABASE_URL: 'postgres://db.example.com/x' });
  const second = prepare(first.objects[0], { DATABASE_URL: '' });
  expect(second.wanted['DATABASE_URL']).toContain('@postgres/x');
  expect(sourcesOf(second)['DATABASE_URL']).toBe('stack');
});

test('a Secret written by hand that says what the stack would say gives no setting', () => {
  const byHand = { DATABASE_URL: 'postgres://own:mine@postgres/x', PASSWORD: 'mine', TOKEN: 't' };
  expect(sourcesOf(prepare(secret(byHand)))).toMatchObject({ DATABASE_URL: 'stack', PASSWORD: 'cluster' });
  const other = { ...byHand, DATABASE_URL: 'postgres://db.example.com/x' };
  expect(sourcesOf(prepare(secret(other)))).toMatchObject({ DATABASE_URL: 'cluster' });
});

test('a secret that is nowhere and cannot be made stops the run, and no value is in the message', () => {
  expect(() => prepare(undefined, {})).toThrow(expect.objectContaining({ code: 'MISSING_SECRET' }) as Error);
});

test('the data of a Secret is decoded', () => {
  expect(secretData(secret({ A: 'ä' }))).toEqual({ A: 'ä' });
  expect(secretData(undefined)).toEqual({});
});
