import { formatRef, podSpecOf, refOf, type KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { LocalWorkload } from './plan.ts';
import { replicaNames, stepName } from './process-names.ts';

/** A workload, and what it was read off. */
interface Read {
  readonly object: KubeObject;
  readonly workload: Pick<LocalWorkload, 'name' | 'replicas' | 'init'>;
}

/**
 * Finds steps whose process would be called like another one: a cluster tells them apart by pod and container, but here
 * logs, state and files belong to a single name. Replicas alone can't meet: their workloads' names differ, and what is
 * put behind them is a number without a dash.
 */
export function checkNames(workloads: readonly Read[], faults: Faults): void {
  const owners = new Map<string, string>();
  for (const {
    object,
    workload: { name, replicas },
  } of workloads) {
    for (const process of replicaNames(name, replicas)) owners.set(process, `a replica of ${titleOf(object)}`);
  }
  for (const {
    object,
    workload: { name, init },
  } of workloads) {
    for (const [index, step] of init.entries()) {
      const process = stepName(name, step.name);
      const owner = owners.get(process);
      owners.set(process, `a step of ${titleOf(object)}`);
      if (owner === undefined) continue;
      const rule = `makes the process ${process}, and so is ${owner} called`;
      const path = `${podSpecOf(object)?.path ?? 'spec'}.initContainers[${index}].name`;
      faults.add(object, path, { rule, fix: 'give the step another name' });
    }
  }
}

function titleOf(object: KubeObject): string {
  return formatRef(refOf(object));
}
