import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { ApplyError } from '../error.ts';
import { inClusterContext } from './in-cluster.ts';
import { readBytes, readContext } from './kubeconfig.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});

async function file(name: string, content: object | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

const one = (context: string, server: string, user: object = {}): object => ({
  contexts: [{ name: context, context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server } }],
  users: [{ name: 'u', user }],
});

async function codeOf(call: Promise<unknown>): Promise<{ code: string; because: string }> {
  return call.then(
    () => ({ code: 'none', because: '' }),
    (error: unknown) => error as ApplyError,
  );
}

test('of several files the first that knows a name wins, and one that is missing is skipped', async () => {
  const list = [
    join(folder, 'missing'),
    await file('first', one('a', 'https://first', { token: 'one' })),
    await file('second', { ...one('b', 'https://second', { token: 'two' }), 'current-context': 'b' }),
  ].join(delimiter);
  const { cluster, user } = await readContext('b', list);
  expect(cluster.fields['server']).toBe('https://first');
  expect(user.fields['token']).toBe('one');
});

test('a relative path is meant from the folder of its file', async () => {
  await file('ca.pem', 'the certificate');
  const path = await file('relative', {
    ...one('a', 'https://x'),
    clusters: [{ name: 'c', cluster: { server: 'https://x', 'certificate-authority': 'ca.pem' } }],
  });
  const { cluster } = await readContext('a', path);
  expect(String(await readBytes(cluster, 'certificate-authority'))).toBe('the certificate');
});

test('data in the file is used before a path', async () => {
  const fields = { 'client-key': 'nowhere', 'client-key-data': Buffer.from('inline').toString('base64') };
  expect(String(await readBytes({ fields, directory: folder }, 'client-key'))).toBe('inline');
});

test('an unknown context names those that are known', async () => {
  const error = await codeOf(readContext('c', await file('known', one('a', 'https://x'))));
  expect(error).toMatchObject({ code: 'UNKNOWN_CONTEXT', because: expect.stringContaining('a') as string });
});

test.each([
  ['no YAML', 'users: [{token: "secret'],
  ['a list', '[]'],
  ['a context without its cluster', { contexts: [{ name: 'a', context: { cluster: 'gone' } }] }],
  [
    'a certificate that can not be read',
    { ...one('a', 'https://x'), clusters: [{ name: 'c', cluster: { 'certificate-authority': 'gone.pem' } }] },
  ],
])('a file that holds %s is an error that repeats nothing of it', async (_, content) => {
  const path = await file('bad', content);
  const call = readContext('a', path).then(({ cluster }) => readBytes(cluster, 'certificate-authority'));
  const error = await codeOf(call);
  expect(error.code).toBe('BAD_KUBECONFIG');
  expect(error.because).not.toContain('secret');
});

test('in a pod, the cluster is the one around it', () => {
  const found = inClusterContext({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, folder);
  expect(found?.cluster.fields['server']).toBe('https://[fd00::1]:6443');
  expect(found?.user.fields['tokenFile']).toBe(join(folder, 'token'));
  expect(inClusterContext({}, folder)).toBeUndefined();
});
