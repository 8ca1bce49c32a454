import { createHmac } from 'node:crypto';
import type { KubeObject } from '@nx-kube/kube';
import { canonicalJson } from '../json.ts';
import { ownedFields } from './owned-fields.ts';

/** The one name under which we apply; never changed, as fields would be left with the old name. */
export const fieldManager = 'nx-kube';

/**
 * Digest of an object as it is sent. Keyed, because the inventory is readable by many who may not read Secrets: a plain
 * digest of a short secret could be guessed.
 */
export function payloadHash(object: KubeObject, key: string): string {
  return keyed(object, key);
}

/** Digest of the live fields that are ours; empty when none are, which never counts as equal. */
export function ownedHash(live: KubeObject, key: string): string {
  const fields = ownedFields(live, fieldManager);
  return fields === undefined ? '' : keyed(fields, key);
}

function keyed(value: unknown, key: string): string {
  return createHmac('sha256', key).update(canonicalJson(value)).digest('hex').slice(0, 32);
}
