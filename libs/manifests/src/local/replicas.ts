import type { KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';

interface ReplicaSpec {
  readonly replicas?: number;
  readonly volumeClaimTemplates?: readonly unknown[];
  /** Of a Job. */
  readonly parallelism?: number;
  readonly completions?: number;
  readonly suspend?: boolean;
  /** Of a Pod. */
  readonly restartPolicy?: string;
}

interface AutoscalerSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
}

/** How often a workload runs: as it says, else the least that its autoscaler keeps, else once. */
export function replicasOf(object: KubeObject, objects: readonly KubeObject[], faults: Faults): number {
  const spec = object['spec'] as ReplicaSpec;
  switch (object.kind) {
    case 'Pod':
      if (spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure')
        faults.lost(object, 'spec.restartPolicy');
      return 1;
    case 'Job':
      for (const field of ['parallelism', 'completions'] as const) {
        if ((spec[field] ?? 1) > 1) faults.lost(object, `spec.${field}`);
      }
      return spec.suspend === true || spec.parallelism === 0 ? 0 : 1;
    default: {
      const { replicas = leastOf(object, objects), volumeClaimTemplates = [] } = spec;
      if (volumeClaimTemplates.length > 0 && replicas > 1) {
        const rule = `is ${replicas}, and all of them would share one folder`;
        faults.add(object, 'spec.replicas', { rule, fix: 'set it to 1 for this machine' });
      }
      return replicas;
    }
  }
}

function leastOf({ kind, metadata }: KubeObject, objects: readonly KubeObject[]): number {
  const autoscaler = objects
    .filter((object) => object.kind === 'HorizontalPodAutoscaler')
    .map((object) => object['spec'] as AutoscalerSpec)
    .find(({ scaleTargetRef: target }) => target?.kind === kind && target.name === metadata.name);
  return autoscaler?.minReplicas ?? 1;
}
