import type { Container, KubeObject, PodSpec } from '@nx-kube/kube';

/** A container, and where it stands. */
export interface PlacedContainer {
  readonly object: KubeObject;
  readonly spec: PodSpec;
  readonly container: Container;
  /** `spec.template.spec.containers[0]` */
  readonly path: string;
}
