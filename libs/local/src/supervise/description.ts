import type { LocalService, LocalWorkload } from '@nx-kube/manifests/local';
import { isDeepStrictEqual } from 'node:util';

import { type Address, rewriteAddresses } from './addresses.ts';

/** What the processes of a workload are started by, besides its programs. */
export interface Description {
  readonly workload: LocalWorkload;
  /** As many as run here. */
  readonly replicas: number;
  /** Those of the stack: they say which of its ports is meant. */
  readonly services: readonly LocalService[];
  readonly addresses: readonly Address[];
}

/** `anew`: its processes are others. `scaled`: there are more of them, or fewer. */
export type WorkloadDifference = 'none' | 'scaled' | 'anew';

/** In what processes differ from a description, as far as they could tell. Pure. */
export function differenceOf(from: Description | undefined, to: Description): WorkloadDifference {
  if (!from || !isDeepStrictEqual(seen(from), seen(to))) return 'anew';
  return from.replicas === to.replicas ? 'none' : 'scaled';
}

/** What the processes see of it. What it waits for is over by then. */
function seen({ workload, addresses }: Description): unknown {
  const known = (value: unknown): unknown => {
    if (typeof value === 'string') return rewriteAddresses(value, addresses);
    if (Array.isArray(value)) return value.map(known);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, known(each)]));
  };
  return known({ ...workload, replicas: 0, after: [] });
}
