import type { KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, stringAt, type JsonObject } from '../json.ts';

/** The number behind a path, or `otherwise`, which is the API server's default for that field. */
export function numberAt(value: unknown, path: readonly string[], otherwise = 0): number {
  const number = objectAt(value, ...path.slice(0, -1))?.[path.at(-1) ?? ''];
  return typeof number === 'number' ? number : otherwise;
}

/** The condition of that type, if the object has it. */
export function conditionOf(object: KubeObject, type: string): JsonObject | undefined {
  return listAt(object, 'status', 'conditions').find((condition) => condition['type'] === type);
}

/** The condition of that type, if its status is that one. */
export function conditionIs(
  object: KubeObject,
  type: string,
  status: 'True' | 'False' | 'Unknown',
): JsonObject | undefined {
  const condition = conditionOf(object, type);
  return condition?.['status'] === status ? condition : undefined;
}

/** What a condition says, for people. */
export function saidBy(condition: JsonObject): string {
  return (
    stringAt(condition, 'message') || stringAt(condition, 'reason') || `${condition['type']} is ${condition['status']}`
  );
}

/** The controller has not looked at this generation: everything else in `status` describes the old spec. */
export function isUnobserved(object: KubeObject): boolean {
  return numberAt(object, ['status', 'observedGeneration'], -1) < (object.metadata.generation ?? 0);
}
