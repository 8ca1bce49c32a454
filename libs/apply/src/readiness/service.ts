import type { KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges a Service: it works as soon as it has an address in the cluster. Pure. The outer address of a LoadBalancer is
 * not waited for: on a local cluster it only comes with `minikube tunnel`.
 */
export function serviceReadiness(object: KubeObject): Verdict {
  if (stringAt(object, 'spec', 'type') === 'ExternalName') return ready('an external name');
  const address = stringAt(object, 'spec', 'clusterIP') ?? '';
  return address === '' ? pending('no address in the cluster') : ready(address === 'None' ? 'headless' : address);
}
