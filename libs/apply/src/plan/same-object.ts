import type { KubeObject } from '@nx-kube/kube';
import { canonicalJson } from '../json.ts';
import type { LiveObject } from './live-object.ts';

/**
 * Whether an apply changed nothing. The resourceVersion can't tell for kinds with a status, as controllers move it at
 * any moment; their generation counts changes of the spec, and the rest of what we send is in labels and annotations.
 *
 * @param before the object as it was planned
 * @param after the server's answer to the apply
 */
export function isSameObject(before: LiveObject, { metadata }: KubeObject): boolean {
  if (before.uid !== metadata.uid) return false;
  if (metadata.generation === undefined) return before.resourceVersion === metadata.resourceVersion;
  return (
    before.generation === metadata.generation &&
    canonicalJson(before.labels) === canonicalJson(metadata.labels ?? {}) &&
    canonicalJson(written(before.annotations)) === canonicalJson(written(metadata.annotations))
  );
}

/** Annotations without those that the Deployment controller keeps for itself. */
function written(annotations: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations ?? {}).filter(([name]) => !name.startsWith('deployment.kubernetes.io/')),
  );
}
