import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { diagnoseConfig } from './config.ts';
import { containersOf } from './container.ts';
import { diagnoseCrash } from './crash.ts';
import { ranks, type Finding } from './diagnosis.ts';
import { diagnoseImage } from './image.ts';
import { newPodsOf } from './new-pods.ts';
import { diagnoseProbes } from './probe.ts';
import { diagnoseRefusal } from './refusal.ts';
import { diagnoseScheduling } from './scheduling.ts';
import { diagnoseStuckSet } from './stuck-set.ts';
import { diagnoseVolumes } from './volume.ts';

/** What is known of a namespace. Events in the order of their last occurrence. */
export interface Surroundings {
  readonly pods: readonly KubeObject[];
  readonly replicaSets: readonly KubeObject[];
  readonly events: readonly KubeObject[];
}

/**
 * Says why a workload is not ready, from what the cluster shows. Pure. Sibling pods with the same trouble give one
 * finding; what is broken first comes first.
 */
export function diagnose(owner: KubeObject, around: Surroundings): readonly Finding[] {
  const { makers, pods } = newPodsOf(owner, around);
  const refusal = diagnoseRefusal(owner, makers, around.events);
  const findings = [
    refusal ?? [],
    diagnoseStuckSet(owner, around.pods) ?? [],
    ...pods.map((pod) => diagnosePod(pod, around.events)),
  ].flat();
  const first = new Map<string, Finding>();
  const sorted = findings.toSorted((a, b) => Number(b.terminal) - Number(a.terminal) || a.rank - b.rank);
  for (const finding of sorted) {
    const key = `${finding.code} ${finding.log?.container ?? ''}`;
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()].toSorted((a, b) => a.rank - b.rank);
}

/** Says what is wrong with one pod. Pure. A pod that is being deleted has nothing wrong. */
export function diagnosePod(pod: KubeObject, events: readonly KubeObject[]): readonly Finding[] {
  if (pod.metadata.deletionTimestamp !== undefined) return [];
  const probes = diagnoseProbes(pod, events);
  const containers = containersOf(pod).flatMap(
    (container) => diagnoseImage(container) ?? diagnoseConfig(container) ?? diagnoseCrash(container) ?? [],
  );
  // A container that a probe got killed did not crash.
  const explained = new Set(probes.filter(({ rank }) => rank === ranks.crash).map(({ log }) => log?.container));
  return [
    diagnoseScheduling(pod) ?? [],
    diagnoseVolumes(pod, events) ?? [],
    containers.filter(({ code, log }) => code === 'OOM' || !log || !explained.has(log.container)),
    probes.filter(
      ({ log }) => !containers.some((found) => found.code === 'OOM' && found.log?.container === log?.container),
    ),
    evicted(pod) ?? [],
  ].flat();
}

function evicted(pod: KubeObject): Finding | undefined {
  const reason = stringAt(pod, 'status', 'reason');
  if (stringAt(pod, 'status', 'phase') !== 'Failed' || reason === undefined) return undefined;
  return {
    code: 'POD_FAILED',
    object: formatRef(refOf(pod)),
    because: `${reason}: ${stringAt(pod, 'status', 'message') ?? 'the node gave no reason'}`,
    fix: 'look at the conditions of the node: kubectl describe nodes',
    terminal: false,
    graceSeconds: 60,
    rank: ranks.scheduling,
  };
}
