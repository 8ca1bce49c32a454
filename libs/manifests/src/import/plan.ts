import { type KubeObject, podSpecOf } from '@nx-kube/kube';
import { valuesAt } from './map-at.ts';
import { camelCase, nameGiver } from './names.ts';
import { planSecrets, type SecretHole } from './plan-secrets.ts';

/** An image that has a repository and a tag, and its key below `images` in the values. */
export interface ImageHole {
  readonly key: string;
  readonly repository: string;
  readonly tag: string;
}

/** Which values the holes of a set of objects have, by what stands there now. */
export interface Plan {
  readonly namespace: string;
  /** Whether the namespace is one of the objects. */
  readonly createsNamespace: boolean;
  /** By reference: `nginx:1.27`. */
  readonly images: ReadonlyMap<string, ImageHole>;
  /** References that stay as they are: without a tag, or with a digest. */
  readonly fixedImages: readonly string[];
  /** By workload: its key below `replicas`, and how many. */
  readonly replicas: ReadonlyMap<KubeObject, { readonly key: string; readonly count: number }>;
  /** Host → its key below `ingress`. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly secrets: readonly SecretHole[];
}

/** Where an Ingress names its hosts. */
export const HOST_PATHS: readonly (readonly string[])[] = [
  ['spec', 'rules', '*', 'host'],
  ['spec', 'tls', '*', 'hosts', '*'],
];

/** Finds the values that a set of objects has in common, or that change most often. */
export function planHoles(objects: readonly KubeObject[]): Plan {
  const namespace = mainNamespace(objects);
  const references = new Set(objects.flatMap((object) => imagePaths(object).flatMap((path) => texts(object, path))));
  const images = planImages([...references]);
  return {
    namespace,
    createsNamespace: objects.some((object) => isNamespace(object, namespace)),
    images,
    fixedImages: [...references].filter((reference) => !images.has(reference)),
    replicas: planReplicas(objects),
    hosts: planHosts(objects),
    secrets: planSecrets(objects),
  };
}

/** Whether an object is the Namespace of this name. */
export function isNamespace({ apiVersion, kind, metadata }: KubeObject, name: string): boolean {
  return apiVersion === 'v1' && kind === 'Namespace' && metadata.name === name;
}

/** Whether an object is an Ingress that has hosts in `HOST_PATHS`. */
export function isIngress({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Ingress' && apiVersion.startsWith('networking.k8s.io/');
}

/** Where an object names images. */
export function imagePaths(object: KubeObject): readonly (readonly string[])[] {
  const path = podSpecOf(object)?.path.split('.');
  return path ? ['initContainers', 'containers'].map((list) => [...path, list, '*', 'image']) : [];
}

function mainNamespace(objects: readonly KubeObject[]): string {
  const counts = new Map<string, number>();
  for (const { metadata } of objects) {
    if (metadata.namespace !== undefined) counts.set(metadata.namespace, (counts.get(metadata.namespace) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? objects.find(({ kind }) => kind === 'Namespace')?.metadata.name ?? 'default';
}

function planImages(references: readonly string[]): ReadonlyMap<string, ImageHole> {
  const nameOf = nameGiver();
  const images = references.flatMap((reference) => {
    const [, repository = '', tag = ''] = /^([^@]+):([\w][\w.-]*)$/.exec(reference) ?? [];
    if (repository === '') return [];
    const key = nameOf(camelCase(repository.split('/').at(-1) ?? ''));
    return [[reference, { key, repository, tag }] as const];
  });
  return new Map(images);
}

function planReplicas(objects: readonly KubeObject[]): Plan['replicas'] {
  const nameOf = nameGiver();
  const workloads = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const entries = workloads.flatMap((object) => {
    const [count] = valuesAt(object, ['spec', 'replicas']);
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) return [];
    return [[object, { key: nameOf(camelCase(object.metadata.name)), count }] as const];
  });
  return new Map(entries);
}

function planHosts(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  const hosts = new Set(
    objects.filter(isIngress).flatMap((object) => HOST_PATHS.flatMap((path) => texts(object, path))),
  );
  if (hosts.size === 1) return new Map([...hosts].map((host) => [host, 'host']));
  const nameOf = nameGiver();
  return new Map([...hosts].map((host) => [host, nameOf(camelCase(host))]));
}

function texts(object: KubeObject, path: readonly string[]): readonly string[] {
  return valuesAt(object, path).filter((value) => typeof value === 'string' && value !== '') as string[];
}
