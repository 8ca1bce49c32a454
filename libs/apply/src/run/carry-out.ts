import { refKey, refOf, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import type { Plan } from '../plan/plan.ts';
import { storeKey } from '../secrets/key.ts';
import { applyObject } from './apply-object.ts';
import { applyPhases } from './apply-phases.ts';
import type { Run } from './context.ts';
import { passGate } from './gates.ts';
import { takeLock } from './lock.ts';
import type { Outcomes } from './outcome.ts';
import { isGone, refuseUnsafe } from './preflight.ts';
import { pruneObjects } from './prune.ts';
import { makePlan, readState, type State } from './read-state.ts';
import { startRecord, type RunRecord } from './record.ts';
import { waitForAll, type Waited } from './wait-step.ts';

const notWaited: Waited = { failed: [], diagnosis: [] };

/** What the caller decided. */
export interface CarryOutOptions {
  readonly objects: readonly KubeObject[];
  readonly timeoutSeconds: number;
  readonly lockSeconds: number;
  readonly wait: boolean;
  readonly allowPrune: boolean;
}

/** What was planned in the end, and what came of it. */
export interface Carried {
  readonly plan: Plan;
  readonly outcomes: Outcomes;
  readonly pruned: readonly ObjectRef[];
  readonly waited: Waited;
}

/**
 * Writes: namespace, Lease, key, inventory ahead, objects, wait, prune, inventory. Whatever ends it in the middle, the
 * inventory in the cluster lists at least all that exists, and the next run goes on from there.
 */
export async function carryOut(run: Run, first: { plan: Plan; state: State }, o: CarryOutOptions): Promise<Carried> {
  const outcomes: Outcomes = new Map();
  if (isGone(first.state.namespace)) await openNamespace(run, first.plan, outcomes);
  const lock = await takeLock(run, o.lockSeconds);
  // What is lost with the Lease must stop as if it were interrupted: someone else writes now.
  const held: Run = { ...run, signal: AbortSignal.any([run.signal, lock.lost]) };
  try {
    return await carryOutLocked(held, first, o, { outcomes, lost: lock.lost });
  } finally {
    await lock.release().catch(() => {
      run.emit({ type: 'warning', message: 'the Lease could not be given up; it runs out by itself within 30 s' });
    });
  }
}

async function carryOutLocked(
  run: Run,
  first: { readonly plan: Plan; readonly state: State },
  o: CarryOutOptions,
  { outcomes, lost }: { readonly outcomes: Outcomes; readonly lost: AbortSignal },
): Promise<Carried> {
  const { plan, state } = await planAgain(run, first, o);
  if (!plan.writes) {
    return { plan, outcomes, pruned: [], waited: await waitIfWanted(run, { plan, outcomes }, o) };
  }
  const record = startRecord(run, plan, state, outcomes);
  const ahead = await record.write('applying', state.inventory);
  const { waited, failure } = await applyAndPrune(run, plan, record, o);
  if (lost.aborted) throw lockLost(run);
  // Written after a failure too: the next run then sends only what is left.
  const lastWrite = await record.write('idle', ahead).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure ?? lastWrite) throw failure ?? lastWrite;
  const pruned = plan.objects.filter(({ ref }) => record.pruned.has(refKey(ref))).map(({ ref }) => ref);
  return { plan, outcomes, pruned, waited };
}

/** Applies, waits, and deletes only when all of it went well. */
async function applyAndPrune(
  run: Run,
  plan: Plan,
  record: RunRecord,
  o: CarryOutOptions,
): Promise<{ readonly waited: Waited; readonly failure?: unknown }> {
  const { outcomes } = record;
  let waited = notWaited;
  try {
    await applyPhases(run, plan, outcomes);
    if ([...outcomes.values()].some(({ state }) => state !== 'applied') || run.signal.aborted) return { waited };
    waited = await waitIfWanted(run, { plan, outcomes }, o);
    if (waited.failed.length === 0 && !run.signal.aborted) await pruneObjects(run, plan, record);
    return { waited };
  } catch (failure) {
    return { waited, failure };
  }
}

async function waitIfWanted(
  run: Run,
  done: { readonly plan: Plan; readonly outcomes: Outcomes },
  { wait, timeoutSeconds }: CarryOutOptions,
): Promise<Waited> {
  return wait ? waitForAll(run, { ...done, timeoutSeconds }) : notWaited;
}

/** The Lease, the key and the inventory live in the release's namespace: it comes before them all. */
async function openNamespace(run: Run, plan: Plan, outcomes: Outcomes): Promise<void> {
  for (const planned of plan.objects) {
    if (planned.action !== 'create' && planned.action !== 'update') continue;
    if (planned.ref.kind !== 'Namespace' || planned.ref.name !== run.namespace) continue;
    const live = planned.action === 'update' ? planned.live : undefined;
    const applied = await applyObject(run, planned.desired.object, live);
    run.emit({ type: 'applied', ref: planned.ref, action: applied.action });
    await passGate(run, applied.object);
    outcomes.set(refKey(refOf(applied.object)), { state: 'applied', ref: planned.ref, applied });
  }
}

/** Under the lock everything is looked at again, if anything has moved since the first plan. */
async function planAgain(
  run: Run,
  first: { readonly plan: Plan; readonly state: State },
  o: CarryOutOptions,
): Promise<{ readonly plan: Plan; readonly state: State }> {
  const key = await storeKey(run, first.state.key);
  const state = { ...(await readState(run)), key };
  const same =
    !isGone(first.state.namespace) &&
    key.key === first.state.key.key &&
    state.inventory?.resourceVersion === first.state.inventory?.resourceVersion;
  if (same) return { plan: first.plan, state };
  const plan = await makePlan(run, o.objects, state);
  refuseUnsafe(run, plan, { state, allowPrune: o.allowPrune });
  return { plan, state };
}

function lockLost(run: Run): ApplyError {
  return new ApplyError('LOCK_LOST', {
    doing: `deploy ${run.release} to namespace ${run.namespace}`,
    because: 'another run took the Lease over (this one was asleep, or cut off, for more than 30 s)',
    fix: 'wait until the other run has ended, then run again',
  });
}
