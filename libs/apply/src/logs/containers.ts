import type { KubeObject } from '@nx-kube/kube';
import { containersOf as reportedContainers } from '../diagnosis/container.ts';
import { objectAt } from '../json.ts';

/** A container that has, or had, a log. */
export interface LoggedContainer {
  readonly name: string;
  readonly init: boolean;
  /** How often it has been started again. */
  readonly restarts: number;
  /** `waiting`: it has no log of its own yet, or waits to be started again. */
  readonly state: 'running' | 'ended' | 'waiting';
  /** A run before this one has ended. */
  readonly previous: boolean;
}

/** The containers of a pod that the kubelet has reported on, those that run first included. Pure. */
export function loggedContainers(pod: KubeObject): readonly LoggedContainer[] {
  return reportedContainers(pod).map(({ name, init, restarts, status }) => ({
    name,
    init,
    restarts,
    state: objectAt(status, 'state', 'running')
      ? 'running'
      : objectAt(status, 'state', 'terminated')
        ? 'ended'
        : 'waiting',
    previous: objectAt(status, 'lastState', 'terminated') !== undefined,
  }));
}
