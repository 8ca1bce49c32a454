import { randomBytes } from 'node:crypto';
import type { Cluster } from '../client/cluster.ts';
import { ApplyError } from '../error.ts';
import { inventoryName } from '../inventory/applyset.ts';
import { readSecretValues } from './read.ts';

/** The release's HMAC key. `stored` is false until it is in the cluster. */
export interface ReleaseKey {
  readonly key: string;
  readonly stored: boolean;
}

interface KeyPlace {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
}

/** Name of the Secret that holds the key. */
export function keySecretName(release: string): string {
  return `${inventoryName(release)}.key`;
}

/** Reads the key; where there is none yet, makes one that only lives in memory, so that planning writes nothing. */
export async function readKey({ cluster, release, namespace }: KeyPlace): Promise<ReleaseKey> {
  const values = await readSecretValues({ cluster, namespace, name: keySecretName(release) });
  const key = values?.['key'];
  return key ? { key, stored: true } : { key: randomBytes(32).toString('hex'), stored: false };
}

/**
 * Makes sure that the key is in the cluster.
 *
 * @returns the key that counts: another one when someone was quicker
 */
export async function storeKey(place: KeyPlace, candidate: ReleaseKey): Promise<ReleaseKey> {
  if (candidate.stored) return candidate;
  try {
    await place.cluster.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: keySecretName(place.release), namespace: place.namespace },
      type: 'Opaque',
      data: { key: Buffer.from(candidate.key).toString('base64') },
    });
    return { key: candidate.key, stored: true };
  } catch (error) {
    if (!(error instanceof ApplyError) || error.status !== 409) throw error;
    return readStoredKey(place);
  }
}

async function readStoredKey(place: KeyPlace): Promise<ReleaseKey> {
  const found = await readKey(place);
  if (found.stored) return found;
  const name = keySecretName(place.release);
  throw new ApplyError('INVENTORY_CORRUPT', {
    doing: `read the key of ${place.release}`,
    because: `Secret ${place.namespace}/${name} does not hold one`,
    fix: `run \`kubectl delete secret ${name} -n ${place.namespace}\` and deploy again; workloads that read secrets are rolled once`,
  });
}
