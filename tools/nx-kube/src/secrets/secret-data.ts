import type { KubeObject } from '@nx-kube/kube';

/** Annotation of the Secret: its keys whose value the stack made up itself, from other values. */
export const DERIVED = 'nx-kube/derived';

/** The values of a Secret, live or evaluated, decoded. Pure. */
export function secretData(secret: KubeObject | undefined): Record<string, string> {
  const encoded = Object.entries((secret?.['data'] ?? {}) as Record<string, string>);
  const decoded = encoded.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const);
  return { ...Object.fromEntries(decoded), ...((secret?.['stringData'] ?? {}) as Record<string, string>) };
}

/** The keys that `markDerived` noted; `undefined` for a Secret that nx-kube did not write. Pure. */
export function derivedKeys(secret: KubeObject | undefined): string[] | undefined {
  return secret?.metadata.annotations?.[DERIVED]?.split(',').filter((key) => key !== '');
}

/**
 * Notes in the Secret which of its values follow from other values, such as the address of the stack's own database.
 * Read back as if somebody had given them, they would turn into settings that stay when what they follow from changes.
 * Pure.
 */
export function markDerived(objects: readonly KubeObject[], name: string, derived: readonly string[]): KubeObject[] {
  return objects.map((object) => {
    if (object.kind !== 'Secret' || object.metadata.name !== name) return object;
    const annotations = { ...object.metadata.annotations, [DERIVED]: derived.toSorted().join(',') };
    return { ...object, metadata: { ...object.metadata, annotations } };
  });
}
