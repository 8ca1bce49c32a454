import type { KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/** Judges a Namespace: ready when objects can be made in it. Pure. */
export function namespaceReadiness(object: KubeObject): Verdict {
  const phase = stringAt(object, 'status', 'phase') ?? 'new';
  return phase === 'Active' ? ready('active') : pending(phase.toLowerCase());
}
