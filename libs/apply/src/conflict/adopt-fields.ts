import type { KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, type JsonObject } from '../json.ts';
import { conflictPolicy } from './classify.ts';
import { union } from './field-set.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The live object with all that people's tools own in it made ours, to be PUT back at its resourceVersion. Without this
 * the old manager stays co-owner of every field, and a field that the stack does not have would never go.
 *
 * @param manager our field manager
 * @returns `undefined` when nobody's fields are there to take
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply
 */
export function adoptFields(live: KubeObject, manager: string): KubeObject | undefined {
  const entries = listAt(live, 'metadata', 'managedFields');
  const theirs = entries.filter((entry) => isTaken(entry));
  if (theirs.length === 0) return undefined;
  const fieldsV1 = theirs.map((entry) => objectAt(entry, 'fieldsV1') ?? {}).reduce((a, b) => union(a, b), {});
  const ours = { manager, operation: 'Apply', apiVersion: live.apiVersion, fieldsType: 'FieldsV1', fieldsV1 };
  const { [lastApplied]: _lastApplied, ...annotations } = live.metadata.annotations ?? {};
  const managedFields = [...entries.filter((entry) => !isTaken(entry)), ours];
  return { ...live, metadata: { ...live.metadata, annotations, managedFields } };
}

function isTaken(entry: JsonObject): boolean {
  if (entry['subresource']) return false;
  return conflictPolicy({ manager: String(entry['manager']), field: '' }) === 'take';
}
