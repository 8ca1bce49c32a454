import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  deploy,
  openCluster,
  type Cluster,
  type DeployEvent,
  type DeployOptions,
  type DeployReport,
} from '@nx-kube/apply';
import type { KubeObject, ObjectRef } from '@nx-kube/kube';

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: see the engine step of .ci/run`);
  return value;
}

/** A connection to the API server under test. */
export async function testApi(): Promise<Cluster> {
  const kubeconfig = required('APISERVER_KUBECONFIG');
  const context = /^current-context: *(\S+)/m.exec(await readFile(kubeconfig, 'utf8'))?.[1] ?? '';
  return openCluster({ context, kubeconfig });
}

/** A namespace that no other test uses. */
export function freshName(): string {
  return `e2e-${randomBytes(4).toString('hex')}`;
}

/** One line of the API server's audit log, as far as it is looked at here. */
interface AuditLine {
  readonly verb: string;
  readonly userAgent?: string;
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
  readonly stageTimestamp: string;
}

/** Requests that change something in a namespace (dry runs too), as `verb resource/name`, controllers left out. */
export async function auditedWrites(namespace: string): Promise<readonly string[]> {
  await sleep(1500); // the server writes the log in batches of a second
  const lines = (await readFile(required('APISERVER_AUDIT'), 'utf8'))
    .split('\n')
    .filter((line) => line.includes(namespace));
  return lines
    .map((line) => JSON.parse(line) as AuditLine)
    .filter(({ verb }) => ['create', 'update', 'patch', 'delete', 'deletecollection'].includes(verb))
    .filter(({ userAgent }) => !userAgent?.startsWith('kube-controller-manager'))
    .filter(({ objectRef }) => objectRef?.namespace === namespace || objectRef?.name === namespace)
    .map(({ verb, objectRef }) => `${verb} ${objectRef?.resource}/${objectRef?.name}`);
}

/** What a test varies in the stack below. */
export interface Variation {
  readonly image?: string;
  readonly replicas?: number;
  readonly password?: string;
  readonly apiKey?: string;
  readonly setting?: string;
  readonly extra?: readonly KubeObject[];
  readonly without?: readonly string[];
}

/** Never a value of anything else: found anywhere, it has leaked. */
export const canary = 'canary-7f3a9b-do-not-leak';

/** A stack with one of everything that matters here: two workloads that read different keys of one Secret. */
function stackOf(namespace: string, o: Variation = {}): readonly KubeObject[] {
  const objects: readonly KubeObject[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { setting: o.setting ?? 'a' } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'secrets' },
      stringData: { password: o.password ?? canary, apiKey: o.apiKey ?? 'first-api-key' },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'backend' } },
    serviceOf('backend'),
    deploymentOf('backend', 'password', o),
    serviceOf('frontend'),
    deploymentOf('frontend', 'apiKey', { replicas: 1 }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'ingress' },
      spec: { defaultBackend: { service: { name: 'frontend', port: { number: 80 } } } },
    },
  ];
  const left = objects.filter(({ kind, metadata }) => !o.without?.includes(`${kind}/${metadata.name}`));
  return [...left, ...(o.extra ?? [])];
}

/** A Service for the pods of one component. */
export function serviceOf(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80 }] },
  };
}

function deploymentOf(name: string, secretKey: string, o: Variation): KubeObject {
  const secretKeyRef = { name: 'secrets', key: secretKey };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: o.replicas ?? 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name,
              image: o.image ?? `${name}:1`,
              ports: [{ containerPort: 80 }],
              env: [{ name: 'SECRET', valueFrom: { secretKeyRef } }],
              resources: { requests: { cpu: '0.5', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  };
}

/** A deploy that does not wait (there are no nodes), with all its events. */
export async function deployed(
  cluster: Cluster,
  namespace: string,
  o: Variation & Partial<DeployOptions> = {},
): Promise<DeployReport & { readonly events: readonly DeployEvent[] }> {
  const events: DeployEvent[] = [];
  const report = await deploy({
    cluster,
    release: 'app',
    namespace,
    objects: stackOf(namespace, o),
    timeoutSeconds: 20,
    wait: false,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    ...o,
  });
  return { ...report, events };
}

/** `Deployment/backend`, for short comparisons. */
export function names(refs: readonly ObjectRef[]): readonly string[] {
  return refs.map(({ kind, name }) => `${kind}/${name}`).toSorted();
}

/** Where an object of the test's namespace is. */
export function refTo(namespace: string, apiVersion: string, kind: string, name: string): ObjectRef {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return { group, version, kind, namespace, name };
}

/** `uid@resourceVersion` of each object of the stack that is there. */
export async function versions(cluster: Cluster, namespace: string): Promise<Readonly<Record<string, string>>> {
  const kinds = [
    ['v1', 'ConfigMap'],
    ['v1', 'Secret'],
    ['v1', 'Service'],
    ['v1', 'ServiceAccount'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['coordination.k8s.io/v1', 'Lease'],
  ] as const;
  const lists = await Promise.all(kinds.map(([apiVersion, kind]) => cluster.list(apiVersion, kind, { namespace })));
  const deployments = await cluster.list('apps/v1', 'Deployment', { namespace });
  return Object.fromEntries([
    ...lists
      .flatMap(({ items }, index) => items.map((item) => [`${kinds[index]?.[1]}/${item.metadata.name}`, item] as const))
      .map(([name, { metadata }]) => [name, `${metadata.uid}@${metadata.resourceVersion}`]),
    // The status of a Deployment moves by itself; its generation does not.
    ...deployments.items.map(({ metadata }) => [
      `Deployment/${metadata.name}`,
      `${metadata.uid}@${metadata.generation}`,
    ]),
  ]);
}

/** A field of a live object, by its path. */
export function fieldOf(object: KubeObject | undefined, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, field) => (here as Readonly<Record<string, unknown>> | undefined)?.[field],
    object,
  );
}
