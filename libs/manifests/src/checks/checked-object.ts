import { podSpecOf, type KubeObject, type PodTemplate } from '@nx-kube/kube';
import { containersOf, type PlacedContainer } from './containers.ts';

/** An object with what most checks look at. */
export interface CheckedObject {
  readonly object: KubeObject;
  /** Of a workload; absent for kinds that make no pods. */
  readonly template?: PodTemplate;
  /** Those that run first included. */
  readonly containers: readonly PlacedContainer[];
}

/** Finds the pods of an object, once for all checks. */
export function checkedObject(object: KubeObject): CheckedObject {
  const template = podSpecOf(object);
  return template ? { object, template, containers: containersOf(template) } : { object, containers: [] };
}
