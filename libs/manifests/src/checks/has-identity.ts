import type { KubeObject } from '@nx-kube/kube';

/** Whether an object has a name, and name and namespace are texts: others of its faults are told by its place alone. */
export function hasIdentity({ metadata }: KubeObject): boolean {
  const { name, namespace } = (metadata as Partial<Record<string, unknown>> | undefined) ?? {};
  return typeof name === 'string' && name !== '' && (namespace === undefined || typeof namespace === 'string');
}
