import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { numberAt } from '../readiness/live.ts';
import type { Finding } from './diagnosis.ts';

/** A container of a pod: what was asked for and what became of it. */
export interface ContainerState {
  readonly pod: KubeObject;
  readonly name: string;
  readonly spec: JsonObject;
  readonly status: JsonObject;
  readonly init: boolean;
  readonly restarts: number;
  /** Why it waits: `ErrImageNeverPull`, `CrashLoopBackOff`, … */
  readonly waiting?: { readonly reason: string; readonly message: string };
}

/** All containers of a pod that the kubelet has reported on, init containers first. */
export function containersOf(pod: KubeObject): readonly ContainerState[] {
  return [
    ...read(pod, 'initContainers', 'initContainerStatuses', true),
    ...read(pod, 'containers', 'containerStatuses', false),
  ];
}

function read(pod: KubeObject, specs: string, statuses: string, init: boolean): readonly ContainerState[] {
  return listAt(pod, 'status', statuses).map((status) => {
    const name = stringAt(status, 'name') ?? '';
    const waiting = objectAt(status, 'state', 'waiting');
    const reason = stringAt(waiting, 'reason');
    return {
      pod,
      name,
      spec: listAt(pod, 'spec', specs).find((spec) => spec['name'] === name) ?? {},
      status,
      init,
      restarts: numberAt(status, ['restartCount']),
      ...(reason !== undefined && { waiting: { reason, message: stringAt(waiting, 'message') ?? '' } }),
    };
  });
}

/** What every finding about a container has in common; the code of an init container begins with `INIT_`. */
export function findingAt({ pod, name, init }: ContainerState, finding: Omit<Finding, 'object'>): Finding {
  const kind = init ? 'init container' : 'container';
  return {
    ...finding,
    code: init ? `INIT_${finding.code}` : finding.code,
    object: `${formatRef(refOf(pod))} (${kind} ${name})`,
  };
}
