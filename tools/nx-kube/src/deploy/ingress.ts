import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { ensureIngress, MinikubeError, type Profile } from '@nx-kube/minikube';

import type { World } from '../world.ts';

/**
 * Something serves the class that our Ingress asks for: what is there already, or minikube's addon. Without one the stack
 * still runs and can be reached by a port-forward, so that is a warning.
 *
 * @returns whether the Ingress is served
 */
export async function readyIngress(
  profile: Profile,
  cluster: Cluster,
  objects: readonly KubeObject[],
  { emit, signal }: World,
): Promise<boolean> {
  const className = ingressClass(objects);
  if (className === undefined) return false;
  emit({ type: 'step', step: 'ingress', state: 'started', message: `class ${className}` });
  const { items } = await cluster.list('networking.k8s.io/v1', 'IngressClass', { metadataOnly: true });
  const ingressClasses = items.map(({ metadata }) => metadata.name);
  try {
    const { enabled } = await ensureIngress({ profile: profile.name, ingressClasses, className, signal });
    const message = enabled ? 'addon ingress enabled' : `class ${className} is served`;
    emit({ type: 'step', step: 'ingress', state: 'finished', message });
    return true;
  } catch (error) {
    if (!(error instanceof MinikubeError) || error.code !== 'INGRESS_FAILED') throw error;
    emit({ type: 'note', kind: 'warning', message: `nobody serves the Ingress: ${error.because} (fix: ${error.fix})` });
    return false;
  }
}

function ingressClass(objects: readonly KubeObject[]): string | undefined {
  const ingress = objects.find(({ kind }) => kind === 'Ingress');
  if (ingress === undefined) return undefined;
  return (ingress['spec'] as { ingressClassName?: string } | undefined)?.ingressClassName ?? 'nginx';
}
