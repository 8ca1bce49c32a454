import type { KubeObject } from './object.ts';

/** Where a workload keeps the pods that it makes. */
export interface PodSpecLocation {
  /** Path of the pod spec, such as `spec.template.spec`. */
  readonly path: string;
  /** Path of the metadata of its pods, such as `spec.template.metadata`. */
  readonly metadataPath: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The pod spec inside an object; undefined for a kind that makes no pods, or for an object without one. */
export function podSpecOf(object: KubeObject): PodSpecLocation | undefined {
  const prefix = PREFIXES[object.kind];
  if (!prefix) return undefined;
  let at: unknown = object;
  for (const key of prefix) at = isMap(at) ? at[key] : undefined;
  if (!isMap(at) || !isMap(at['spec'])) return undefined;
  return {
    path: [...prefix, 'spec'].join('.'),
    metadataPath: [...prefix, 'metadata'].join('.'),
    spec: at['spec'],
    metadata: isMap(at['metadata']) ? at['metadata'] : {},
  };
}
