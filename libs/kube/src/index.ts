export type { KubeObject, ObjectMeta } from './object.ts';
export { podSpecOf, type PodSpecLocation } from './pod-spec.ts';
export { parseQuantity } from './quantity.ts';
export { formatRef, refKey, refOf, type ObjectRef } from './reference.ts';
export { toYaml, toYamlDocuments, yamlString } from './yaml.ts';
