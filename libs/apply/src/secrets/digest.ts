import { createHmac } from 'node:crypto';
import { refOf, type KubeObject } from '@nx-kube/kube';
import { canonicalJson, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { groupKind } from '../phases.ts';
import { containersOf, mapPodTemplate, podTemplate } from '../pod-template.ts';

/** On a pod template: changes exactly when a secret value that its pods read changes. */
export const secretDigestAnnotation = 'nx-kube/secret-digest';

/** A reference to one key of a Secret; `key` left out means the whole Secret. */
interface SecretUse {
  readonly secret: string;
  readonly key?: string;
}

/**
 * Marks the pod templates that read a Secret of the set with a keyed digest of what they read, so that a changed value
 * rolls these workloads and no other. Pods read environment variables at their start only, and Kubernetes does not
 * restart them by itself.
 *
 * @param key the release's HMAC key: without it a digest of a short secret could be guessed
 */
export function withSecretDigests(objects: readonly KubeObject[], key: string): readonly KubeObject[] {
  const secrets = new Map<string, JsonObject>();
  for (const object of objects) {
    if (groupKind(refOf(object)) !== 'Secret') continue;
    secrets.set(`${object.metadata.namespace ?? ''}/${object.metadata.name}`, objectAt(object, 'data') ?? {});
  }
  return objects.map((object) => {
    const template = podTemplate(object);
    if (!template) return object;
    const read = valuesRead(secretUses(template), (name) => secrets.get(`${object.metadata.namespace ?? ''}/${name}`));
    if (read.length === 0) return object;
    const digest = createHmac('sha256', key).update(canonicalJson(read)).digest('hex').slice(0, 32);
    return mapPodTemplate(object, (template) => withAnnotation(template, digest));
  });
}

/** What a pod template reads from Secrets: variables, whole imports, mounted files; init containers included. */
function secretUses(template: JsonObject): readonly SecretUse[] {
  const environment = containersOf(template).flatMap((container) => [
    ...listAt(container, 'env').map((variable) => objectAt(variable, 'valueFrom', 'secretKeyRef')),
    ...listAt(container, 'envFrom').map((source) => objectAt(source, 'secretRef')),
  ]);
  const volumes = listAt(template, 'spec', 'volumes').flatMap((volume) => [
    objectAt(volume, 'secret'),
    ...listAt(volume, 'projected', 'sources').map((source) => objectAt(source, 'secret')),
  ]);
  return [...environment, ...volumes].flatMap((reference) => (reference ? usesOf(reference) : []));
}

function usesOf(reference: JsonObject): readonly SecretUse[] {
  const secret = stringAt(reference, 'name') ?? stringAt(reference, 'secretName');
  if (secret === undefined) return [];
  const keys = [stringAt(reference, 'key'), ...listAt(reference, 'items').map((item) => stringAt(item, 'key'))];
  const named = keys.filter((key) => key !== undefined);
  return named.length > 0 ? named.map((key) => ({ secret, key })) : [{ secret }];
}

function valuesRead(
  uses: readonly SecretUse[],
  dataOf: (secret: string) => JsonObject | undefined,
): readonly (readonly [string, unknown])[] {
  const read = new Map<string, unknown>();
  for (const { secret, key } of uses) {
    const data = dataOf(secret);
    if (!data) continue; // made by someone else: its changes are not ours to follow
    for (const name of key === undefined ? Object.keys(data) : [key]) read.set(`${secret}/${name}`, data[name] ?? null);
  }
  return [...read].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function withAnnotation(template: JsonObject, digest: string): JsonObject {
  const metadata = objectAt(template, 'metadata') ?? {};
  const annotations = { ...objectAt(metadata, 'annotations'), [secretDigestAnnotation]: digest };
  return { ...template, metadata: { ...metadata, annotations } };
}
