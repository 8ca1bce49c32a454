import type { Container, PodTemplate } from '@nx-kube/kube';

/** A container and where it stands in its object. */
export interface PlacedContainer {
  /** `spec.template.spec.containers[0]` */
  readonly path: string;
  readonly container: Container;
}

/** All containers of a pod, those that run first included. */
export function containersOf({ path, spec }: PodTemplate): readonly PlacedContainer[] {
  return [
    ...(spec.initContainers ?? []).map((container, index) => ({ path: `${path}.initContainers[${index}]`, container })),
    ...spec.containers.map((container, index) => ({ path: `${path}.containers[${index}]`, container })),
  ];
}
