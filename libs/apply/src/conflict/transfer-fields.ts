import type { KubeObject } from '@nx-kube/kube';
import { listAt, objectAt } from '../json.ts';
import { branchAt, cut, fieldsOf, isAppliedBy, nested, union, type FieldPath, type FieldSet } from './field-set.ts';
import { valueAt } from './field-values.ts';

/**
 * The live object with some fields made ours, to be PUT back at its resourceVersion. No value changes; the next apply
 * deletes those of them that it does not have.
 *
 * @param manager our field manager
 */
export function transferFields(live: KubeObject, paths: readonly FieldPath[], manager: string): KubeObject {
  const entries = listAt(live, 'metadata', 'managedFields');
  const mine = entries.find((entry) => isAppliedBy(entry, manager));
  const others = entries.filter((entry) => entry !== mine);
  const sets = others.map((entry) => objectAt(entry, 'fieldsV1') ?? {});
  const taken = paths.map((path) => nested(path, heldAt(sets, path) ?? fieldsOf(valueAt(live, path))));
  const before = mine && objectAt(mine, 'fieldsV1');
  const fieldsV1 = [before ?? {}, ...taken].reduce<FieldSet>((a, b) => union(a, b), {});
  const ours = { manager, operation: 'Apply', apiVersion: live.apiVersion, fieldsType: 'FieldsV1', ...mine, fieldsV1 };
  const left = others.flatMap((entry, index) => {
    const rest = paths.reduce<FieldSet>((fields, path) => cut(fields, path), sets[index] ?? {});
    return Object.keys(rest).length === 0 ? [] : [{ ...entry, fieldsV1: rest }];
  });
  return { ...live, metadata: { ...live.metadata, managedFields: [...left, ours] } };
}

function heldAt(sets: readonly FieldSet[], path: FieldPath): FieldSet | undefined {
  const held = sets.map((fields) => branchAt(fields, path)).filter((fields) => fields !== undefined);
  return held.length === 0 ? undefined : held.reduce((a, b) => union(a, b));
}
