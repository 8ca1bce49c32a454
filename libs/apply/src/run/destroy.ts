import { refKey, type ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { ApplyError } from '../error.ts';
import type { DeployEvent } from '../events.ts';
import { partOfLabel } from '../inventory/applyset.ts';
import type { InventoryEntry, InventoryPhase } from '../inventory/inventory.ts';
import { inventoryRef, writeInventory, type StoredInventory } from '../inventory/store.ts';
import type { LiveObject } from '../plan/live-object.ts';
import { planDestroy, type DestroyPlan } from '../plan/plan-destroy.ts';
import { keySecretName } from '../secrets/key.ts';
import { secretRef } from '../secrets/read.ts';
import { startRun, type Run } from './context.ts';
import { deleteObject } from './delete-object.ts';
import { deleteSteps } from './delete-steps.ts';
import { processHolder } from './holder.ts';
import { takeLock } from './lock.ts';
import { deleteOwnNamespace } from './own-namespace.ts';
import { readLive } from './read-live.ts';
import { namespaceRef, readState, type State } from './read-state.ts';
import type { KeptObject } from './report.ts';
import { volumeClaimsOf } from './volume-claims.ts';
import { waitVolumesGone } from './volumes-gone.ts';

/** What to take down, and whether its data goes too. */
export interface DestroyOptions {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
  /** Delete volumes, secrets and, if the release made it and nobody else uses it, the namespace (default: keep them). */
  readonly deleteData?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: DeployEvent) => void;
  readonly tool?: string;
  /** How long to wait for another run of the release (default 60). */
  readonly lockSeconds?: number;
  /** Who runs this, for whoever has to wait (default user@host:pid). */
  readonly holder?: string;
}

/** How a destroy ended. */
export interface DestroyReport {
  readonly ok: boolean;
  /** False when there was no such release. */
  readonly found: boolean;
  readonly deleted: readonly ObjectRef[];
  /** What stays, and why; a later deploy takes it up again. */
  readonly kept: readonly KeptObject[];
  readonly interrupted: boolean;
}

/** What the locked part leaves for the end. */
interface Down extends DestroyReport {
  readonly namespaceToo: boolean;
}

/** A provisioner takes a moment; one that does not answer must not hold up the rest. */
const volumeSeconds = 20;

const nothing: Down = { ok: true, found: false, deleted: [], kept: [], interrupted: false, namespaceToo: false };

/**
 * Deletes what the inventory lists, users before what they use, and waits until it is gone. What holds data stays unless
 * `deleteData`, and stays in the inventory, so that it is not forgotten.
 *
 * @throws ApplyError when the cluster can't be read, another run holds the release, or an object does not go away
 */
export async function destroy(o: DestroyOptions): Promise<DestroyReport> {
  const run = startRun({ ...o, holder: o.holder ?? processHolder() });
  const { namespace } = await readState(run);
  const { namespaceToo, ...down } = namespace ? await destroyHeld(run, o).catch(stopped) : nothing;
  if (!namespace || !namespaceToo) return down;
  const ref = namespaceRef(run.namespace);
  // The Lease is given up by now: it would vanish with the namespace and look as if it were lost.
  const because = await deleteOwnNamespace(run, namespace);
  if (because === undefined) return { ...down, deleted: [...down.deleted, ref] };
  run.emit({ type: 'kept', ref, because });
  return { ...down, kept: [...down.kept, { ref, because }] };
}

/** Stopped before anything was deleted. */
function stopped(error: unknown): Down {
  if (!(error instanceof ApplyError) || error.code !== 'INTERRUPTED') throw error;
  return { ...nothing, ok: false, found: true, interrupted: true };
}

async function destroyHeld(run: Run, o: DestroyOptions): Promise<Down> {
  const lock = await takeLock(run, o.lockSeconds ?? 60);
  const held: Run = { ...run, signal: AbortSignal.any([run.signal, lock.lost]) };
  try {
    return await destroyLocked(held, await readState(held), o.deleteData ?? false);
  } finally {
    await lock.release();
  }
}

async function destroyLocked(run: Run, state: State, deleteData: boolean): Promise<Down> {
  const entries = state.inventory?.inventory.objects ?? [];
  const rebuild = state.inventory === undefined;
  const refs = entries.map(({ ref }) => ref);
  const live = await readLive(run, { refs, key: state.key.key, rebuild });
  const objects = ourObjects(run, [...live.values()], entries);
  if (objects.length === 0 && rebuild) return nothing;
  const plan = planDestroy({ objects, claims: await claimsOf(run, objects), deleteData });
  const deleted: ObjectRef[] = [];
  const ahead = await write(run, state, 'deleting', plan, deleted, state.inventory);
  let failure: unknown;
  try {
    await deleteSteps(run, plan.steps, deleted);
  } catch (error) {
    failure = error;
  }
  const interrupted = failure instanceof ApplyError && failure.code === 'INTERRUPTED';
  if (failure !== undefined || !deleteData) await write(run, state, 'idle', plan, deleted, ahead);
  if (failure !== undefined && !interrupted) throw failure;
  const claims = plan.steps.flat().filter(({ ref }) => ref.kind === 'PersistentVolumeClaim' && deleted.includes(ref));
  await waitVolumesGone(run, claims, volumeSeconds);
  const kept = keptObjects(run, plan, deleteData && !interrupted);
  for (const object of kept) run.emit({ type: 'kept', ...object });
  const down = { ok: !interrupted, found: true, deleted, kept, interrupted };
  if (interrupted || !deleteData) return { ...down, namespaceToo: false };
  await run.cluster.delete(secretRef(run.namespace, keySecretName(run.release)));
  await deleteObject(run, inventoryRef(run.release, run.namespace), ahead.uid);
  return { ...down, namespaceToo: true };
}

/** Live objects that are ours: by label, or (data that we keep) by the inventory's record of the very object. */
function ourObjects(run: Run, live: readonly LiveObject[], entries: readonly InventoryEntry[]): readonly LiveObject[] {
  const uids = new Map(entries.map((entry) => [refKey(entry.ref), entry.kept === undefined ? '' : entry.uid]));
  return live.filter(
    (object) =>
      object.labels[partOfLabel] === run.id || (object.uid !== '' && uids.get(refKey(object.ref)) === object.uid),
  );
}

async function claimsOf(run: Run, objects: readonly LiveObject[]): Promise<readonly InventoryEntry[]> {
  const known = new Set(objects.map(({ ref }) => refKey(ref)));
  const sets = objects.filter(({ ref }) => ref.kind === 'StatefulSet');
  const claims = await Promise.all(sets.map(({ ref }) => volumeClaimsOf(run, ref)));
  return claims.flat().filter(({ ref }) => !known.has(refKey(ref)));
}

function write(
  run: Run,
  state: State,
  phase: InventoryPhase,
  plan: DestroyPlan,
  deleted: readonly ObjectRef[],
  before: StoredInventory | undefined,
): Promise<StoredInventory> {
  const gone = new Set(deleted.map((ref) => refKey(ref)));
  const objects = [...plan.kept, ...plan.steps.flat()].filter(({ ref }) => !gone.has(refKey(ref)));
  const holder = phase === 'idle' ? {} : { holder: run.holder };
  return writeInventory(run, { release: run.release, phase, ...holder, cluster: state.clusterUid, objects }, before);
}

/** What to report as kept; with `namespaceLater` the release's own namespace is still to be decided. */
function keptObjects(run: Run, plan: DestroyPlan, namespaceLater: boolean): readonly KeptObject[] {
  const isLater = (ref: ObjectRef): boolean => namespaceLater && ref.kind === 'Namespace' && ref.name === run.namespace;
  return plan.kept.filter(({ ref }) => !isLater(ref)).map(({ ref, kept }) => ({ ref, because: kept ?? '' }));
}
