import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { ensureIngress, type Profile } from '@nx-kube/minikube';

import type { World } from '../world.ts';

/**
 * Something serves the class that our Ingress asks for: what is there already, or minikube's addon.
 *
 * @throws MinikubeError INGRESS_FAILED
 */
export async function readyIngress(
  profile: Profile,
  cluster: Cluster,
  objects: readonly KubeObject[],
  { emit, signal }: World,
): Promise<void> {
  const className = ingressClass(objects);
  if (className === undefined) return;
  emit({ type: 'step', step: 'ingress', state: 'started', message: `class ${className}` });
  const { items } = await cluster.list('networking.k8s.io/v1', 'IngressClass', { metadataOnly: true });
  const ingressClasses = items.map(({ metadata }) => metadata.name);
  const { enabled } = await ensureIngress({ profile: profile.name, ingressClasses, className, signal });
  const message = enabled ? 'addon ingress enabled' : `class ${className} is served`;
  emit({ type: 'step', step: 'ingress', state: 'finished', message });
}

function ingressClass(objects: readonly KubeObject[]): string | undefined {
  const ingress = objects.find(({ kind }) => kind === 'Ingress');
  if (ingress === undefined) return undefined;
  return (ingress['spec'] as { ingressClassName?: string } | undefined)?.ingressClassName ?? 'nginx';
}
