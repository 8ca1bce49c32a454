import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { conflictPolicy, type FieldConflict } from '../conflict/classify.ts';
import { removeField } from '../conflict/remove-field.ts';
import { ApplyError } from '../error.ts';
import type { Run } from './context.ts';

/**
 * Applies the policy to each conflict: fields are yielded first, the rest is taken only when nothing is refused.
 *
 * @throws ApplyError `FIELD_CONFLICT`
 */
export function settle(
  run: Run,
  payload: KubeObject,
  conflicts: readonly FieldConflict[],
  cause: ApplyError,
): { readonly payload: KubeObject; readonly force: boolean } {
  const judged = conflicts.map((conflict) => ({ ...conflict, policy: conflictPolicy(conflict) }));
  const refused = judged.filter(({ policy }) => policy === 'refuse');
  if (refused.length > 0) throw fieldConflict(payload, refused, cause);
  const ref = refOf(payload);
  let rest = payload;
  for (const { field, manager, policy } of judged) {
    if (policy === 'take') {
      run.emit({ type: 'warning', ref, message: `takes ${field} of ${formatRef(ref)} over from ${manager}` });
      continue;
    }
    rest = removeField(rest, field);
    run.emit({ type: 'warning', ref, message: `leaves ${field} of ${formatRef(ref)} to ${manager}` });
  }
  return { payload: rest, force: judged.some(({ policy }) => policy === 'take') };
}

/** The error for fields that are not taken without being told to. */
export function fieldConflict(object: KubeObject, refused: readonly FieldConflict[], cause: ApplyError): ApplyError {
  return new ApplyError(
    'FIELD_CONFLICT',
    {
      doing: `apply ${formatRef(refOf(object))}`,
      because: refused.map(({ field, manager }) => `${field} is owned by field manager "${manager}"`).join('; '),
      fix: 'drop the field from the stack, or rerun with --force-conflicts to take it over',
    },
    cause,
  );
}
