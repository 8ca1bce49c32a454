import type { KubeObject } from '@nx-kube/kube';
import { listAt, objectAt } from '../json.ts';
import { difference, isAppliedBy, nested, union, type FieldPath, type FieldSet } from './field-set.ts';
import { withFields, withoutFields } from './field-values.ts';

/** What a manager holds of an object by its applies; `undefined` when it never applied it. */
export function appliedFields(object: KubeObject, manager: string): FieldSet | undefined {
  const entry = listAt(object, 'metadata', 'managedFields').find((each) => isAppliedBy(each, manager));
  return entry && objectAt(entry, 'fieldsV1');
}

/**
 * The live object as an apply would leave it if some fields were not there: what the manager applies is in it, what it
 * applied before and nobody else holds is not, all else is as it was.
 *
 * @param o.alone the answer to the same apply under a name that nobody has, which says what is applied, defaults and all
 */
export function asApplied(o: {
  readonly live: KubeObject;
  readonly alone: KubeObject;
  readonly without: readonly FieldPath[];
  readonly manager: string;
}): KubeObject {
  const ours = appliedFields(o.alone, o.manager) ?? {};
  const others = listAt(o.live, 'metadata', 'managedFields')
    .filter((entry) => !isAppliedBy(entry, o.manager))
    .map((entry) => objectAt(entry, 'fieldsV1') ?? {});
  const kept = [ours, ...others].reduce((a, b) => union(a, b));
  const dropped = difference(appliedFields(o.live, o.manager) ?? {}, kept);
  const gone = o.without.map((path) => nested(path, {}));
  const rest = gone.reduce<unknown>((value, set) => withoutFields(value, set), withoutFields(o.live, dropped));
  return withFields(rest, o.alone, ours) as KubeObject;
}
