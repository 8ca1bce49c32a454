import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { ManifestError } from '../error.ts';
import { identityOf, type Identity } from './identity.ts';

/**
 * One file name per object: `namespace.yaml` for a kind that occurs once and is no workload's own, else
 * `backend-deployment.yaml`, `backend-service.yaml` (also where the Service is called `backend-service`).
 *
 * @param documents what may be there with other values, too: their number decides, so that names never depend on values
 * @throws {ManifestError} `DUPLICATE_FILE`
 */
export function fileNames(
  objects: readonly KubeObject[],
  documents: readonly unknown[] = objects,
): ReadonlyMap<KubeObject, string> {
  const names = new Map<string, KubeObject>();
  const kinds = countKinds(documents.map(identityOf).filter((identity) => identity !== undefined));
  for (const object of objects) {
    const name = fileName(object, kinds);
    const other = names.get(name);
    if (other) {
      throw new ManifestError('DUPLICATE_FILE', {
        doing: 'name the files of the manifests',
        because: `${formatRef(refOf(other))} and ${formatRef(refOf(object))} would both be ${name}`,
        fix: 'give one of them another name',
      });
    }
    names.set(name, object);
  }
  return new Map([...names].map(([name, object]) => [object, name]));
}

/** Kinds that a stack usually has once, named after the stack and not after a component. */
const SINGLE = new Set(['Namespace', 'ConfigMap', 'Ingress', 'Secret']);

/** How many there are of each kind. */
export function countKinds(objects: readonly Identity[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** The name of one file; `kinds` counts all objects that are written with it, itself included. */
export function fileName({ kind, metadata: { name } }: Identity, kinds: ReadonlyMap<string, number>): string {
  const suffix = kind.toLowerCase();
  if (SINGLE.has(kind) && kinds.get(kind) === 1) return kind === 'Secret' ? 'secrets.yaml' : `${suffix}.yaml`;
  return `${name.endsWith(`-${suffix}`) ? name : `${name}-${suffix}`}.yaml`;
}
