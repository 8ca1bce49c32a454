import { podSpecOf, type KubeObject } from '@nx-kube/kube';
import type { Verdict } from '../readiness/verdict.ts';

/** A program that can't start at all has ended by then. */
const steadyMilliseconds = 1500;

/** Believes `ready` once it means something. */
export interface Steadiness {
  /** The verdict itself, or `pending` where it has to last a moment longer. */
  hold(key: string, object: KubeObject | undefined, verdict: Verdict): Verdict;
}

/**
 * True for a workload with a container that has neither a readiness nor a startup probe: Kubernetes calls it ready in the
 * moment in which its process is started, also if that ends at once.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
export function isOnlyStarted(object: KubeObject): boolean {
  if (object.kind === 'Job' || object.kind === 'CronJob') return false;
  const containers = podSpecOf(object)?.spec.containers ?? [];
  return containers.some((container) => !('readinessProbe' in container) && !('startupProbe' in container));
}

/** Holds back what is ready only because it has just been started, until it has stayed so. `now`: monotonic milliseconds. */
export function createSteadiness(now: () => number): Steadiness {
  const readySince = new Map<string, number>();
  return {
    hold(key, object, verdict) {
      if (verdict.state !== 'ready' || !object || !isOnlyStarted(object)) {
        readySince.delete(key);
        return verdict;
      }
      const since = readySince.get(key) ?? now();
      readySince.set(key, since);
      if (now() - since >= steadyMilliseconds) return verdict;
      return { state: 'pending', message: 'started; without a readiness probe it is watched for a moment' };
    },
  };
}
