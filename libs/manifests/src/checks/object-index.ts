import type { KubeObject } from '@nx-kube/kube';
import type { ExternalObject } from '../stack/stack.ts';
import { hasIdentity } from './has-identity.ts';
import type { CheckedObject } from './checked-object.ts';
import { kinds } from './object-type.ts';

/** Levels of Pod Security, as the label of a namespace names them. */
export type SecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** Finds objects of a set at once, however large the set is. */
export interface ObjectIndex {
  /** The object of this kind and name in the namespace of the one that asks, be it readable or not. */
  find(from: KubeObject, kind: string, name: string): KubeObject | undefined;
  /** Whether somebody else makes the object of this kind and name. */
  isExternal(kind: string, name: string): boolean;
  /** Whether the values of an object are of their types. */
  isReadable(object: KubeObject): boolean;
  /** The workloads of the same namespace whose pods carry these labels; none for a selector without any label. */
  selected(from: KubeObject, labels: Readonly<Record<string, string>>): readonly CheckedObject[];
  /** All workloads of the same namespace; undefined where one is not readable, so that nobody knows its pods. */
  workloads(from: KubeObject): readonly CheckedObject[] | undefined;
  /** What the namespace of an object enforces; restricted where nobody says. */
  securityLevel(of: KubeObject): SecurityLevel;
}

const LEVEL_LABEL = 'pod-security.kubernetes.io/enforce';

/**
 * Reads all objects once.
 *
 * @param readable those whose values are of their types
 */
export function objectIndex(
  all: readonly KubeObject[],
  readable: readonly CheckedObject[],
  external: readonly ExternalObject[] = [],
): ObjectIndex {
  const known = new Set(readable.map(({ object }) => object));
  const named = all.filter(hasIdentity);
  const byName = new Map(named.map((object) => [nameKey(object, object.kind, object.metadata.name), object]));
  const withPods = readable.filter(({ template }) => template !== undefined);
  const byNamespace = Map.groupBy(withPods, ({ object }) => object.metadata.namespace);
  const someUnknown = all.some((object) => !known.has(object) && kinds.has(`${object.apiVersion} ${object.kind}`));
  const byLabel = new Map<string, CheckedObject[]>();
  for (const one of withPods) {
    for (const [key, value] of Object.entries(one.template?.labels ?? {})) {
      const of = labelKey(one.object, key, value);
      const others = byLabel.get(of);
      if (others) others.push(one);
      else byLabel.set(of, [one]);
    }
  }
  const levels = new Map(
    readable
      .filter(({ object }) => object.kind === 'Namespace')
      .map(({ object: { metadata } }) => [metadata.name, levelOf(metadata.labels?.[LEVEL_LABEL])]),
  );
  return {
    find: (from, kind, name) => byName.get(nameKey(from, kind, name)),
    isExternal: (kind, name) => external.some((object) => object.kind === kind && object.name === name),
    isReadable: (object) => known.has(object),
    workloads: (from) => (someUnknown ? undefined : (byNamespace.get(from.metadata.namespace) ?? [])),
    securityLevel: ({ metadata: { namespace } }) => levels.get(namespace ?? '') ?? 'restricted',
    selected(from, labels) {
      // The label that fewest carry leaves the least to compare.
      const candidates = Object.entries(labels).map(([key, value]) => byLabel.get(labelKey(from, key, value)) ?? []);
      const [fewest = []] = candidates.toSorted((a, b) => a.length - b.length);
      return fewest.filter(({ template }) => carries(template?.labels ?? {}, labels));
    },
  };
}

function carries(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function levelOf(label: string | undefined): SecurityLevel {
  return label === 'privileged' || label === 'baseline' ? label : 'restricted';
}

function nameKey({ metadata: { namespace = '' } }: KubeObject, kind: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

function labelKey({ metadata: { namespace = '' } }: KubeObject, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
