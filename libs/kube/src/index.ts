export { refOf, refKey, formatRef, type KubeObject, type ObjectMeta, type ObjectRef } from './object.ts';
export { podSpecOf, type Container, type PodSpec, type PodTemplate } from './pod.ts';
export { parseQuantity, formatMemory, formatCpu } from './quantity.ts';
export { toYaml, toYamlDocuments } from './yaml.ts';
