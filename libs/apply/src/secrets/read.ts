import type { ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { objectAt } from '../json.ts';

/**
 * Reads the values of a Secret, decoded from base64 as UTF-8.
 *
 * @returns `undefined` when there is no such Secret (or no such namespace)
 */
export async function readSecretValues(o: {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly name: string;
}): Promise<Record<string, string> | undefined> {
  const secret = await o.cluster.get(secretRef(o.namespace, o.name));
  if (!secret) return undefined;
  return Object.fromEntries(
    Object.entries(objectAt(secret, 'data') ?? {}).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString('utf8'),
    ]),
  );
}

/** Where a Secret is. */
export function secretRef(namespace: string, name: string): ObjectRef {
  return { group: '', version: 'v1', kind: 'Secret', namespace, name };
}
