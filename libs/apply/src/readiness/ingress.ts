import type { KubeObject } from '@nx-kube/kube';
import { listAt, stringAt } from '../json.ts';
import { ready, type Verdict } from './verdict.ts';

/**
 * Judges an Ingress: always ready, as many controllers never write an address. Pure. Whether it serves is found out by
 * asking it.
 */
export function ingressReadiness(object: KubeObject): Verdict {
  const addresses = listAt(object, 'status', 'loadBalancer', 'ingress').flatMap(
    (entry) => stringAt(entry, 'ip') ?? stringAt(entry, 'hostname') ?? [],
  );
  return ready(addresses.length > 0 ? `at ${addresses.join(', ')}` : 'no address from a controller');
}
