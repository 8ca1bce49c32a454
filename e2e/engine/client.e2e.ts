import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster, type ApplyError, type Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { kubeconfigFor, upstreamOf } from './fault-proxy.ts';
import { canary, freshName, refTo, testApi } from './support.ts';

const namespace = freshName();
let cluster: Cluster;
let folder: string;

beforeAll(async () => {
  cluster = await testApi();
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});

afterAll(async () => {
  await cluster.delete(refTo('', 'v1', 'Namespace', namespace));
  cluster.close();
  await rm(folder, { recursive: true });
});

const apply = (object: KubeObject, fieldManager = 'e2e'): ReturnType<Cluster['apply']> =>
  cluster.apply(object, { fieldManager });

function configMap(name: string, data: object = { a: '1' }): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

const refToMap = (name: string): ReturnType<typeof refTo> => refTo(namespace, 'v1', 'ConfigMap', name);

/** The error that a call is meant to end with. */
async function refusal(call: Promise<unknown>): Promise<ApplyError> {
  return call.then(
    () => {
      throw new Error('it was accepted');
    },
    (error: unknown) => error as ApplyError,
  );
}

/** A cluster seen through a user of its own. */
async function openAs(user: object, server?: string): Promise<Cluster> {
  const upstream = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const kubeconfig = join(folder, `${freshName()}.yaml`);
  await writeFile(kubeconfig, stringify(kubeconfigFor(server ?? upstream.server.href, user)));
  return openCluster({ context: 'proxied', kubeconfig });
}

test('the server says which version it is', async () => {
  const { major, minor, gitVersion } = await cluster.version();
  expect(major).toBe(1);
  expect(minor).toBeGreaterThanOrEqual(28);
  expect(gitVersion).toMatch(/^v1\./);
});

test('a kind is found by what the server serves, with its scope', async () => {
  expect(await cluster.resource('apps/v1', 'Deployment')).toMatchObject({ plural: 'deployments', namespaced: true });
  expect(await cluster.resource('v1', 'Namespace')).toMatchObject({ plural: 'namespaces', namespaced: false });
  expect(await cluster.resource('networking.k8s.io/v1', 'Ingress')).toMatchObject({ plural: 'ingresses' });
});

test('a kind that is defined later is found without opening the connection again', async () => {
  const group = `${namespace}.example.com`;
  const thing: KubeObject = { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'one', namespace } };
  expect((await refusal(apply(thing))).code).toBe('UNKNOWN_KIND');
  const definition: KubeObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `things.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  };
  await apply(definition);
  await expect.poll(() => cluster.resource(`${group}/v1`, 'Thing').catch(() => undefined)).toBeDefined();
  await expect.poll(() => apply(thing).catch(() => undefined)).toBeDefined();
  await cluster.delete(refTo('', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', `things.${group}`));
});

test('applying the same twice changes nothing', async () => {
  const first = await apply(configMap('twice'));
  const second = await apply(configMap('twice'));
  expect(second.object.metadata.resourceVersion).toBe(first.object.metadata.resourceVersion);
});

test('a field that leaves what is applied leaves the object', async () => {
  await apply(configMap('shrinks', { a: '1', b: '2' }));
  const { object } = await apply(configMap('shrinks', { a: '1' }));
  expect(object['data']).toEqual({ a: '1' });
});

test('a dry run answers what would be, and writes nothing', async () => {
  const { object } = await cluster.apply(configMap('dry'), { fieldManager: 'e2e', dryRun: true });
  expect(object['data']).toEqual({ a: '1' });
  expect(await cluster.get(refToMap('dry'))).toBeUndefined();
});

test('an unknown field is refused with its path', async () => {
  const error = await refusal(apply({ ...configMap('typo'), dataa: { a: '1' } }));
  expect(error.code).toBe('INVALID');
  expect(error.because).toContain('.dataa');
  expect(error.doing).toContain(`${namespace}/typo`);
});

test('a wrong value is refused with the path of its field', async () => {
  const error = await refusal(
    apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'wrong', namespace },
      spec: { ports: [{ port: 99_999 }] },
    }),
  );
  expect(error.code).toBe('INVALID');
  expect(error.because).toContain('spec.ports[0].port');
});

test.each([
  ['a key that is none', { data: { 'no key': Buffer.from(canary).toString('base64') } }],
  ['a value that is not base64', { data: { key: canary } }],
  ['a value in the wrong place', { data: { key: { value: canary } } }],
  ['a field that is unknown', { secretData: { key: canary } }],
  ['a type that asks for other keys', { type: 'kubernetes.io/tls', stringData: { key: canary } }],
  ['a JSON that is none', { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': canary } }],
  ['a name that is none', { metadata: { name: `UPPER ${canary}`, namespace } }],
])('no value of a Secret gets into the words of an error: %s', async (_, fields) => {
  const name = freshName();
  const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, ...fields };
  const error = await refusal(apply(secret));
  const words = `${error.because}${error.fix}${'metadata' in fields ? '' : error.message}${JSON.stringify(error)}`;
  const withoutName = 'metadata' in fields ? words.replaceAll(`UPPER ${canary}`, '') : words;
  expect(withoutName).not.toContain(canary);
  expect(withoutName).not.toContain(Buffer.from(canary).toString('base64'));
});

test('a field of another manager is a conflict that names field and manager', async () => {
  await apply(configMap('shared', { a: '1' }), 'someone-else');
  const error = await refusal(apply(configMap('shared', { a: '2' })));
  expect(error.code).toBe('FIELD_CONFLICT');
  expect(error.because).toContain('someone-else');
  expect(error.because).toContain('.data.a');
  const { object } = await cluster.apply(configMap('shared', { a: '2' }), { fieldManager: 'e2e', force: true });
  expect(object['data']).toEqual({ a: '2' });
});

test('what is not there is undefined, and deleting it is no fault', async () => {
  expect(await cluster.get(refToMap('nothing'))).toBeUndefined();
  await cluster.delete(refToMap('nothing'));
});

test('an object in a namespace that is missing is refused', async () => {
  const error = await refusal(
    apply({ ...configMap('lost'), metadata: { name: 'lost', namespace: `${namespace}-missing` } }),
  );
  expect(error.status).toBe(404);
  expect(error.because).toContain(`${namespace}-missing`);
});

test('an object is deleted only if it is still the one that was meant', async () => {
  await apply(configMap('other'));
  const error = await refusal(cluster.delete(refToMap('other'), { uid: '11111111-1111-1111-1111-111111111111' }));
  expect(error.code).toBe('CONFLICT');
  expect(await cluster.get(refToMap('other'))).toBeDefined();
  const live = await cluster.get(refToMap('other'));
  await cluster.delete(refToMap('other'), { uid: live?.metadata.uid ?? '' });
  expect(await cluster.get(refToMap('other'))).toBeUndefined();
});

test('creating what is there, and replacing what has changed, are told apart', async () => {
  const made = await cluster.create(configMap('made'));
  expect((await refusal(cluster.create(configMap('made')))).code).toBe('ALREADY_EXISTS');
  await cluster.update({ ...made, data: { a: '2' } });
  expect((await refusal(cluster.update({ ...made, data: { a: '3' } }))).code).toBe('CONFLICT');
});

test('a list of more than one page is whole', async () => {
  const names = Array.from({ length: 520 }, (_, index) => `page-${index}`);
  await Promise.all(
    names.map((name) => apply({ ...configMap(name), metadata: { name, namespace, labels: { page: '' } } })),
  );
  const { items } = await cluster.list('v1', 'ConfigMap', { namespace, labelSelector: 'page' });
  expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(520);
  expect(items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
});

test('a list of metadata alone brings no data', async () => {
  await apply(configMap('bare'));
  const { items } = await cluster.list('v1', 'ConfigMap', {
    namespace,
    fieldSelector: 'metadata.name=bare',
    metadataOnly: true,
  });
  expect(items).toHaveLength(1);
  expect(items[0]).not.toHaveProperty('data');
});

test('what the server warns of is handed on', async () => {
  const name = `${namespace}-psa`;
  const labels = { 'pod-security.kubernetes.io/warn': 'restricted' };
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  const { warnings } = await apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'root', namespace: name },
    spec: { containers: [{ name: 'it', image: 'it:1' }] },
  });
  expect(warnings.join()).toContain('violate PodSecurity');
  await cluster.delete(refTo('', 'v1', 'Namespace', name));
});

test('a watch tells what is there, then that it has told all, then what changes', async () => {
  await apply({ ...configMap('seen'), metadata: { name: 'seen', namespace, labels: { watched: '' } } });
  const stop = new AbortController();
  const told: string[] = [];
  for await (const { type, object } of cluster.watch('v1', 'ConfigMap', {
    namespace,
    labelSelector: 'watched',
    signal: stop.signal,
  })) {
    if (type === 'BOOKMARK') continue;
    told.push(`${type} ${object.metadata.name}`);
    if (type === 'SYNCED')
      void apply({ ...configMap('new'), metadata: { name: 'new', namespace, labels: { watched: '' } } });
    if (type === 'ADDED' && object.metadata.name === 'new') void cluster.delete(refToMap('new'));
    if (type === 'DELETED') stop.abort();
  }
  expect(told).toEqual(['ADDED seen', 'SYNCED ', 'ADDED new', 'DELETED new']);
});

test('a watch that is stopped while nothing happens ends at once', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const begun = performance.now();
  for await (const { type } of cluster.watch('v1', 'ConfigMap', { namespace, signal: stop.signal }))
    expect(type).toBeDefined();
  expect(performance.now() - begun).toBeLessThan(1500);
});

test('a user without rights is told what is forbidden to whom', async () => {
  const text = await readFile(process.env['APISERVER_KUBECONFIG'] ?? '', 'utf8');
  const context = /^contexts:.*name: (\S+-nobody)/m.exec(text)?.[1] ?? '';
  const nobody = await openCluster({ context, kubeconfig: process.env['APISERVER_KUBECONFIG'] ?? '' });
  const error = await refusal(nobody.get(refToMap('any')));
  expect(error.code).toBe('FORBIDDEN');
  expect(error.because).toContain('nobody');
  nobody.close();
});

test('a token that is not accepted is an error that does not repeat it', async () => {
  const stranger = await openAs({ token: canary });
  const error = await refusal(stranger.get(refToMap('any')));
  expect(error.code).toBe('UNAUTHORIZED');
  expect(error.message).not.toContain(canary);
  stranger.close();
});

test('impersonation is passed on, so that nobody acts with more rights than asked for', async () => {
  const { user } = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const other = await openAs({ ...(user as object), as: 'somebody', 'as-groups': ['some-group'] });
  const error = await refusal(other.get(refToMap('any')));
  expect(error.code).toBe('FORBIDDEN');
  expect(error.because).toContain('"somebody"');
  other.close();
});

test('a token file that changed is read again when the old token is refused', async () => {
  const { user } = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, 'expired');
  const renewed = await openAs({ tokenFile });
  expect((await refusal(renewed.get(refToMap('any')))).code).toBe('UNAUTHORIZED');
  await writeFile(tokenFile, (user as { token: string }).token);
  expect(await renewed.get(refTo('', 'v1', 'Namespace', namespace))).toBeDefined();
  renewed.close();
});

test('a credential plugin is asked once for many requests, and once more when its token is refused', async () => {
  const { user } = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const [script, calls, token] = ['plugin.mjs', 'calls', 'plugin-token'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(token, 'expired');
  await writeFile(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(calls)}, 'x');
const { apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
const token = readFileSync(${JSON.stringify(token)}, 'utf8');
console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status: { token } }));`,
  );
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [script] };
  const plugged = await openAs({ exec: { ...exec, interactiveMode: 'Never' } });
  expect((await refusal(plugged.version())).code).toBe('UNAUTHORIZED');
  await writeFile(token, (user as { token: string }).token);
  await writeFile(calls, '');
  const read = (): Promise<unknown> => plugged.get(refTo('', 'v1', 'Namespace', namespace));
  await Promise.all([read(), read(), read(), read()]);
  expect(await readFile(calls, 'utf8')).toBe('x');
  plugged.close();
});

test('a credential plugin that is missing, or fails, is named with its own words', async () => {
  const missing = await openAs({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin', installHint: 'install it so' },
  });
  expect(await refusal(missing.version())).toMatchObject({ code: 'CREDENTIALS', fix: 'install it so' });
  const failing = await openAs({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', 'console.error("please log in"); process.exit(3)'],
    },
  });
  const error = await refusal(failing.version());
  expect(error.code).toBe('CREDENTIALS');
  expect(error.because).toContain('please log in');
});

test('a server that is not there is an error within 3 s that names it', async () => {
  const { user } = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const away = await openAs(user as object, 'https://127.0.0.1:9');
  const begun = performance.now();
  const error = await refusal(away.version());
  expect(error.code).toBe('UNREACHABLE');
  expect(error.because).toContain('https://127.0.0.1:9');
  expect(performance.now() - begun).toBeLessThan(3000);
});

test('the way goes through the proxy that the kubeconfig names', async () => {
  const { server, user } = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const asked: string[] = [];
  const proxy = createServer().on('connect', (request, socket, head) => {
    asked.push(request.url ?? '');
    const upstream = connect(Number(server.port), server.hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((listening) => {
    proxy.listen(0, '127.0.0.1', () => listening());
  });
  const { port } = proxy.address() as AddressInfo;
  const kubeconfig = join(folder, 'behind-a-proxy.yaml');
  const entry = { server: server.href, 'insecure-skip-tls-verify': true, 'proxy-url': `http://127.0.0.1:${port}` };
  const behind = { ...kubeconfigFor(server.href, user), clusters: [{ name: 'c', cluster: entry }] };
  await writeFile(kubeconfig, stringify(behind));
  const through = await openCluster({ context: 'proxied', kubeconfig });
  expect(await through.get(refTo('', 'v1', 'Namespace', namespace))).toBeDefined();
  for (let request = 0; request < 10; request += 1) await through.version();
  expect(new Set(asked)).toEqual(new Set([server.host]));
  expect(asked.length).toBeLessThanOrEqual(2); // tunnels are kept, as connections are
  through.close();
  proxy.close();
});

test('an unknown context is an error that names those that are known', async () => {
  const kubeconfig = process.env['APISERVER_KUBECONFIG'] ?? '';
  const error = await refusal(openCluster({ context: 'nowhere', kubeconfig }));
  expect(error.code).toBe('UNKNOWN_CONTEXT');
  expect(error.because).toContain(cluster.context);
});

test('a fault of the connection to a service is an answer, not an exception', async () => {
  await apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  const get = (): ReturnType<Cluster['serviceGet']> =>
    cluster.serviceGet({ namespace, service: 'web', port: 80, path: '/health?x=1' });
  // 404 until its endpoints are there.
  await expect.poll(async () => (await get()).status).toBe(503);
  expect((await get()).body).toContain('no endpoints available');
});
