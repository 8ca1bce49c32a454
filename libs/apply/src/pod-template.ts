import { podSpecOf, type KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, isObject, type JsonObject } from './json.ts';

/** The pod template of an object that runs pods (a Pod is its own); `undefined` for any other kind. */
export function podTemplate(object: KubeObject): JsonObject | undefined {
  const path = templatePath(object);
  return path === undefined ? undefined : objectAt(object, ...path);
}

/** A copy of the object with its pod template changed; the object itself where the kind runs no pods. */
export function mapPodTemplate(object: KubeObject, change: (template: JsonObject) => JsonObject): KubeObject {
  const path = templatePath(object);
  return path === undefined ? object : (mapAt(object, path, change) as KubeObject);
}

/** Every container of a pod template, those that run first included. */
export function containersOf(template: JsonObject): readonly JsonObject[] {
  return [...listAt(template, 'spec', 'initContainers'), ...listAt(template, 'spec', 'containers')];
}

function templatePath(object: KubeObject): readonly string[] | undefined {
  return podSpecOf(object)?.path.split('.').slice(0, -1);
}

function mapAt(value: JsonObject, path: readonly string[], change: (template: JsonObject) => JsonObject): JsonObject {
  const [field, ...rest] = path;
  if (field === undefined) return change(value);
  const inner = value[field];
  return isObject(inner) ? { ...value, [field]: mapAt(inner, rest, change) } : value;
}
