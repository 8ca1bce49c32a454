import type { KubeObject } from './object.ts';

/** The part of a PodSpec that we read; the rest passes through untouched. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly [source: string]: unknown }[];
  readonly serviceAccountName?: string;
  readonly [field: string]: unknown;
}

/** The part of a container that we read. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly [f: string]: unknown }[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly { readonly configMapRef?: KeySource; readonly secretRef?: KeySource }[];
  readonly resources?: { readonly limits?: Quantities; readonly requests?: Quantities };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly [f: string]: unknown;
  }[];
  readonly [field: string]: unknown;
}

/** One environment variable of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: KeySource & { readonly key: string };
    readonly secretKeyRef?: KeySource & { readonly key: string };
    readonly [source: string]: unknown;
  };
}

/** Names a ConfigMap or Secret of the same namespace; `optional` ones may be missing. */
export interface KeySource {
  readonly name?: string;
  readonly optional?: boolean;
}

/** Amounts by resource name, as quantities: `{ cpu: '500m', memory: '256Mi' }`. */
export type Quantities = Readonly<Record<string, string | number>>;

/** A pod template found in an object: where it stands, its metadata and its spec. */
export interface PodTemplate {
  /** Path of the PodSpec in the object: `spec.template.spec` for a Deployment, `spec` for a Pod. */
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Finds the pod template of a workload; undefined for kinds that make no pods, and where the spec is missing. */
export function podSpecOf(object: KubeObject): PodTemplate | undefined {
  const path = TEMPLATES[object.kind];
  if (!path) return undefined;
  const template = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object) as
    | { metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> }; spec?: PodSpec }
    | undefined;
  if (!template?.spec) return undefined;
  return {
    path: [...path, 'spec'].join('.'),
    labels: template.metadata?.labels ?? {},
    annotations: template.metadata?.annotations ?? {},
    spec: template.spec,
  };
}
