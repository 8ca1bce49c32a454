import { formatRef, refKey, type KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { immutableChange } from '../conflict/immutable.ts';
import type { Plan, PlannedObject } from '../plan/plan.ts';
import { pruneLimit } from '../plan/prune-guards.ts';
import { dryRunObject, isAdopted } from './apply-object.ts';
import { changedFields } from './changed-fields.ts';
import type { Run } from './context.ts';
import { eachOf, requestsAtOnce } from './pool.ts';
import type { State } from './read-state.ts';

/**
 * Refuses a plan that would take what is not ours, or delete too much at once. Decided from what was read alone.
 *
 * @throws ApplyError `OWNED_BY_OTHER`, `PRUNE_GUARD`, `NAMESPACE_MISSING`
 */
export function refuseUnsafe(run: Run, plan: Plan, o: { readonly state: State; readonly allowPrune: boolean }): void {
  const doing = `deploy ${run.release} to namespace ${run.namespace}`;
  if (plan.foreign.length > 0) {
    throw new ApplyError('OWNED_BY_OTHER', {
      doing,
      because: plan.foreign.join('; '),
      fix: 'delete these objects with the tool that made them, or use another namespace or name',
    });
  }
  const makesNamespace = plan.objects.some(
    ({ ref, action }) => ref.kind === 'Namespace' && ref.name === run.namespace && action !== 'forget',
  );
  if (isGone(o.state.namespace) && !makesNamespace) {
    throw new ApplyError('NAMESPACE_MISSING', {
      doing,
      because: 'the namespace does not exist, or is being deleted, and the stack does not make it',
      fix: `run \`kubectl create namespace ${run.namespace}\`, or let the stack make it (namespace.create)`,
    });
  }
  const pruned = plan.objects.filter(({ action }) => action === 'prune');
  const limit = pruneLimit(o.state.inventory?.inventory.objects.length ?? 0);
  if (pruned.length > limit && !o.allowPrune) {
    throw new ApplyError('PRUNE_GUARD', {
      doing,
      because: `${pruned.length} objects left the stack, more than ${limit} at once: ${pruned.map(({ ref }) => formatRef(ref)).join(', ')}`,
      fix: 'check that the stack evaluates to what you mean; if so, rerun with --allow-prune',
    });
  }
}

/**
 * Lets the server check what would be sent, without storing it, so that nothing is half applied because one object is
 * wrong. What can't be checked yet (its namespace or definition comes with the set) is left to the apply.
 *
 * @returns fields that would change, by `refKey`, for objects that are there already
 * @throws ApplyError of the one object that is wrong, or `INVALID_OBJECTS` with all of them
 */
export async function dryRunPlan(
  run: Run,
  plan: Plan,
  o: { readonly state: State; readonly fields: boolean },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const fields = new Map<string, readonly string[]>();
  const errors: ApplyError[] = [];
  // Before a real apply, what it settles with other managers is told once, when it happens.
  const checking: Run = o.fields ? run : { ...run, emit: () => undefined };
  const checked = plan.objects.filter((object) => isCheckable(run, object, o.state));
  await eachOf(checked, requestsAtOnce, async (object) => {
    if (run.signal.aborted) return;
    try {
      const after = await dryRunObject(checking, object.desired.object);
      const before = o.fields ? await run.cluster.get(object.ref) : undefined;
      if (before) fields.set(refKey(object.ref), changedFields(before, after));
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error;
      if (isVerdict(object.ref, error)) errors.push(error);
    }
  });
  const [first, ...others] = errors;
  if (!first) return fields;
  if (others.length === 0) throw first;
  throw new ApplyError('INVALID_OBJECTS', {
    doing: `check the objects of ${run.release}`,
    because: errors.map((error) => `${error.doing}: ${error.because}`).join('; '),
    fix: [...new Set(errors.map((error) => error.fix))].join('; '),
  });
}

function isCheckable(
  run: Run,
  object: PlannedObject,
  state: State,
): object is Extract<PlannedObject, { action: 'create' | 'update' }> {
  if (object.action !== 'create' && object.action !== 'update') return false;
  // One is about to go, of the other the fields are still someone else's: the answer would be about another object.
  if (object.action === 'update' && (object.live.terminating || isAdopted(object.live))) return false;
  const inRelease = object.ref.namespace === run.namespace;
  return !inRelease || !isGone(state.namespace);
}

/** Whether nothing can be made in a namespace: it is not there, or about to go. */
export function isGone(namespace: KubeObject | undefined): boolean {
  return namespace === undefined || namespace.metadata.deletionTimestamp !== undefined;
}

/** Whether an answer says something about the object; an API server that is away, or a webhook without dry run, does not. */
function isVerdict(ref: PlannedObject['ref'], error: ApplyError): boolean {
  const status = error.status ?? 0;
  if (error.code === 'IMMUTABLE_FIELD') return immutableChange(ref, error.body)?.remedy !== 'recreate';
  if (error.code === 'FIELD_CONFLICT') return true;
  if (/does not support dry run/.test(error.because)) return false;
  if (/failed to create typed patch object/.test(error.because)) return true; // an unknown field, answered with 500
  return status === 400 || status === 401 || status === 403 || status === 413 || status === 422;
}
