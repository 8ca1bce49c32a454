import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { formatRef, refOf, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { stringAt } from '../json.ts';
import { portStream } from '../forward/port-stream.ts';
import { logLinesOf, type LogLine } from '../logs/log-lines.ts';
import type { ApplyOptions, Cluster, ContainerRef, DeleteOptions, LogOptions, ServiceGetOptions } from './cluster.ts';
import { credentialsOf } from './credentials.ts';
import { makeDiscovery, type Discovery } from './discovery.ts';
import { readContext } from './kubeconfig.ts';
import { listObjects } from './list.ts';
import { collectionPath, objectPath, withQuery } from './paths.ts';
import { makeRequester, type ApiRequest, type Requester } from './requester.ts';
import { openTransport } from './transport.ts';
import { watchObjects } from './watch.ts';

/** A container may have nothing to say for a day; a timer holds 24 of them. */
const FOLLOW_MS = 86_400_000;

/** Which context, and from where. */
export interface OpenOptions {
  readonly context: string;
  /** Path or list of paths; without it `KUBECONFIG`, else `~/.kube/config`. */
  readonly kubeconfig?: string;
  /** Ends every request of this connection. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the connection to a cluster. Nothing is sent yet: the first call finds out whether the server is there, and
 * rejects within 5 s with UNREACHABLE if it is not.
 *
 * @throws ApplyError BAD_KUBECONFIG, UNKNOWN_CONTEXT
 */
export async function openCluster(o: OpenOptions): Promise<Cluster> {
  const { cluster, user } = await readContext(o.context, o.kubeconfig);
  const transport = await openTransport(cluster);
  const requester = makeRequester(transport, credentialsOf(user), o.signal ?? new AbortController().signal);
  return connected(o.context, requester, makeDiscovery(requester));
}

function connected(context: string, requester: Requester, discover: Discovery): Cluster {
  return {
    context,
    server: requester.server,
    version: () => readVersion(requester),
    resource: discover,
    get: (ref) => read(requester, discover, ref),
    list: (apiVersion, kind, o = {}) => listObjects(requester, discover, { ...o, apiVersion, kind }),
    apply: (object, p) => apply(requester, discover, object, p),
    create: (object) => write(requester, discover, object, { verb: 'create' }),
    update: (object, { dryRun } = {}) => write(requester, discover, object, { verb: 'update', dryRun }),
    delete: (ref, p = {}) => remove(requester, discover, ref, p),
    async *watch(apiVersion, kind, { signal, resourceVersion, ...where }) {
      const list = { ...where, apiVersion, kind, signal };
      yield* watchObjects(
        {
          list: () => listObjects(requester, discover, list),
          open: async (version) => requester.stream(await watchRequest(discover, list, version)),
        },
        { signal, ...(resourceVersion !== undefined && { resourceVersion }) },
      );
    },
    logs: async ({ namespace, name, container }, { previous, tailLines }) => {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`;
      const query = { container, previous, tailLines, limitBytes: 65_536 };
      const doing = `read the log of ${container} in Pod ${namespace}/${name}`;
      const headers = { accept: '*/*' };
      return (await requester.request({ method: 'GET', path: withQuery(path, query), headers, doing })).text;
    },
    logLines: (container, o) => logLines(requester, container, o),
    serviceGet: (o) => serviceGet(requester, o),
    portForward: (o) => portForward(requester, o),
    close: () => requester.close(),
  };
}

async function readVersion(requester: Requester): Promise<{ gitVersion: string; major: number; minor: number }> {
  const { json } = await requester.request({ method: 'GET', path: '/version', doing: 'ask the API server who it is' });
  const number = (field: string): number => Number.parseInt(stringAt(json, field) ?? '', 10); // minor may be '27+'
  const version = { gitVersion: stringAt(json, 'gitVersion') ?? '', major: number('major'), minor: number('minor') };
  if (Number.isNaN(version.major) || Number.isNaN(version.minor)) {
    throw new ApplyError('UNEXPECTED_ANSWER', {
      doing: 'ask the API server who it is',
      because: `what answers at ${requester.server} is no Kubernetes API server`,
      fix: 'check the server of this context in the kubeconfig',
    });
  }
  return version;
}

async function read(requester: Requester, discover: Discovery, ref: ObjectRef): Promise<KubeObject | undefined> {
  const path = await pathOf(discover, ref);
  try {
    return (await requester.request({ method: 'GET', path, doing: `read ${formatRef(ref)}` })).json as KubeObject;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function apply(
  requester: Requester,
  discover: Discovery,
  object: KubeObject,
  p: ApplyOptions,
): Promise<{ object: KubeObject; warnings: readonly string[] }> {
  const query = {
    fieldManager: p.fieldManager,
    force: p.force ?? false,
    fieldValidation: 'Strict',
    dryRun: p.dryRun ? 'All' : undefined,
  };
  const { json, warnings } = await requester.request({
    method: 'PATCH',
    path: withQuery(await pathOf(discover, refOf(object)), query),
    // JSON is YAML, and older servers know only this name.
    ...sending(object, 'apply', 'application/apply-patch+yaml'),
  });
  return { object: json as KubeObject, warnings };
}

async function write(
  requester: Requester,
  discover: Discovery,
  object: KubeObject,
  { verb, dryRun }: { readonly verb: 'create' | 'update'; readonly dryRun?: boolean | undefined },
): Promise<KubeObject> {
  const path = await pathOf(discover, refOf(object));
  const { json } = await requester.request({
    method: verb === 'create' ? 'POST' : 'PUT',
    path: withQuery(verb === 'create' ? path.slice(0, path.lastIndexOf('/')) : path, {
      fieldManager: 'nx-kube',
      fieldValidation: 'Strict',
      dryRun: dryRun ? 'All' : undefined,
    }),
    ...sending(object, verb, 'application/json'),
  });
  return json as KubeObject;
}

function sending(
  object: KubeObject,
  verb: string,
  type: string,
): Pick<ApiRequest, 'headers' | 'body' | 'doing' | 'secret'> {
  return {
    headers: { 'content-type': type },
    body: JSON.stringify(object),
    doing: `${verb} ${formatRef(refOf(object))}`,
    secret: object.kind === 'Secret',
  };
}

async function remove(requester: Requester, discover: Discovery, ref: ObjectRef, p: DeleteOptions): Promise<void> {
  const body = JSON.stringify({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: p.propagation ?? 'Background',
    ...(p.uid && { preconditions: { uid: p.uid } }),
    ...(p.dryRun && { dryRun: ['All'] }),
  });
  const headers = { 'content-type': 'application/json' };
  const path = await pathOf(discover, ref);
  try {
    await requester.request({ method: 'DELETE', path, headers, body, doing: `delete ${formatRef(ref)}` });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function watchRequest(
  discover: Discovery,
  o: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    labelSelector?: string;
    fieldSelector?: string;
    signal: AbortSignal;
  },
  resourceVersion: string,
): Promise<ApiRequest> {
  const resource = await discover(o.apiVersion, o.kind);
  const query = {
    watch: true,
    allowWatchBookmarks: true,
    resourceVersion,
    timeoutSeconds: 300 + Math.floor(Math.random() * 300), // not all at once
    labelSelector: o.labelSelector,
    fieldSelector: o.fieldSelector,
  };
  const path = withQuery(collectionPath(resource, o.namespace), query);
  return { method: 'GET', path, doing: `watch ${resource.plural}`, signal: o.signal };
}

async function* logLines(
  requester: Requester,
  { namespace, pod, container }: ContainerRef,
  { signal, ...which }: LogOptions,
): AsyncGenerator<LogLine> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  const stream = await requester.stream({
    method: 'GET',
    path: withQuery(path, { container, timestamps: true, ...which }),
    headers: { accept: '*/*' },
    doing: `read the log of ${container} in Pod ${namespace}/${pod}`,
    signal,
    // Not even the head of the answer comes before the first line does.
    ...(which.follow && { timeoutMs: FOLLOW_MS }),
  });
  try {
    yield* logLinesOf(stream);
  } finally {
    stream.destroy();
  }
}

async function portForward(
  requester: Requester,
  { namespace, pod, port, signal }: Parameters<Cluster['portForward']>[0],
): Promise<Duplex> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward`;
  const { socket, head } = await requester.upgrade({
    method: 'GET',
    path: withQuery(path, { ports: port }),
    headers: {
      accept: '*/*',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-protocol': 'v4.channel.k8s.io',
    },
    doing: `connect to port ${port} of Pod ${namespace}/${pod}`,
    signal,
  });
  return portStream(socket, head);
}

async function serviceGet(
  requester: Requester,
  { namespace, service, port, path, signal, headers = {} }: ServiceGetOptions,
): Promise<{ status: number; body: string }> {
  const { status, text } = await requester.request({
    method: 'GET',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(`${service}:${port}`)}/proxy${path}`,
    headers: { accept: '*/*', ...headers },
    doing: `GET ${path} of Service ${namespace}/${service}`,
    signal,
    raw: true,
  });
  return { status, body: text };
}

async function pathOf(discover: Discovery, ref: ObjectRef): Promise<string> {
  const resource = await discover(ref.group === '' ? ref.version : `${ref.group}/${ref.version}`, ref.kind);
  return objectPath(resource, ref.name, ref.namespace);
}

function isMissing(error: unknown): boolean {
  return error instanceof ApplyError && error.status === 404;
}
