import type { LocalPlan, LocalWorkload } from '@nx-kube/manifests/local';

import { LocalError } from '../error.ts';

/**
 * The workloads that a person asked for, with the StatefulSets that they need; all where nobody asked. Pure.
 *
 * @throws {LocalError} `UNKNOWN_WORKLOAD`
 */
export function chooseWorkloads(
  { workloads, stack }: LocalPlan,
  only: readonly string[] | undefined,
): readonly LocalWorkload[] {
  if (only === undefined) return workloads;
  const names = workloads.map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new LocalError('UNKNOWN_WORKLOAD', {
      doing: `start a part of ${stack}`,
      because: `it has no ${unknown.join(', ')}`,
      fix: `choose from ${names.join(', ')}`,
    });
  }
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const needed of workloads.find((workload) => workload.name === name)?.after ?? []) want(needed);
  };
  for (const name of only) want(name);
  return workloads.filter(({ name }) => wanted.has(name));
}
