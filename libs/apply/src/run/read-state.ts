import { refKey, refOf, type KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { partOfLabel } from '../inventory/applyset.ts';
import { readInventory, type StoredInventory } from '../inventory/store.ts';
import { payloadHash } from '../plan/hash.ts';
import { planObjects, suspects, type DesiredObject, type Plan } from '../plan/plan.ts';
import { withSecretDigests } from '../secrets/digest.ts';
import { readKey, type ReleaseKey } from '../secrets/key.ts';
import { createdBy } from './created-namespace.ts';
import type { Run } from './context.ts';
import { readInFull, readLive } from './read-live.ts';

/** What the cluster says about a release before anything is written. */
export interface State {
  readonly namespace: KubeObject | undefined;
  readonly inventory: StoredInventory | undefined;
  readonly key: ReleaseKey;
  /** uid of `kube-system`: tells clusters apart. Empty when it may not be read. */
  readonly clusterUid: string;
}

/**
 * Reads what a plan needs, in four GETs at once.
 *
 * @throws ApplyError `WRONG_CLUSTER` when the inventory was written for another cluster
 */
export async function readState(run: Run): Promise<State> {
  const [namespace, inventory, key, clusterUid] = await Promise.all([
    run.cluster.get(namespaceRef(run.namespace)),
    readInventory(run),
    readKey(run),
    readClusterUid(run),
  ]);
  const pinned = inventory?.inventory.cluster ?? '';
  if (pinned !== '' && clusterUid !== '' && pinned !== clusterUid) {
    throw new ApplyError('WRONG_CLUSTER', {
      doing: `read the inventory of ${run.release} in context ${run.cluster.context}`,
      because: 'it was written for another cluster (the uid of namespace kube-system differs), so it was copied here',
      fix: `check the context; if this copy is meant to live on its own, delete the ConfigMap nx-kube.${run.release} in namespace ${run.namespace} and deploy again`,
    });
  }
  return { namespace, inventory, key, clusterUid };
}

/** Plans the set against what is live. Reads only; objects that look changed are read in full. */
export async function makePlan(run: Run, objects: readonly KubeObject[], state: State): Promise<Plan> {
  const desired = desiredObjects(run, objects, state);
  const inventory = state.inventory?.inventory;
  const refs = new Map([...desired, ...(inventory?.objects ?? [])].map(({ ref }) => [refKey(ref), ref]));
  const rebuild = inventory === undefined && state.namespace !== undefined;
  const live = await readLive(run, { refs: [...refs.values()], key: state.key.key, rebuild });
  const input = { id: run.id, desired, inventory, live };
  for (const [key, object] of await readInFull(run, suspects(input), state.key.key)) live.set(key, object);
  return planObjects(input);
}

/** The set as it is sent: labelled as ours, pod templates marked with the secrets they read, hashed. */
function desiredObjects(run: Run, objects: readonly KubeObject[], state: State): readonly DesiredObject[] {
  const { key } = state.key;
  return withSecretDigests(objects, key).map((object) => {
    const labels = { ...object.metadata.labels, [partOfLabel]: run.id };
    const member = { ...object, metadata: { ...object.metadata, labels } };
    return { ref: refOf(member), object: createdBy(run, member, state.namespace), hash: payloadHash(member, key) };
  });
}

/** Where a namespace is. */
export function namespaceRef(name: string): { group: ''; version: 'v1'; kind: 'Namespace'; name: string } {
  return { group: '', version: 'v1', kind: 'Namespace', name };
}

async function readClusterUid(run: Run): Promise<string> {
  try {
    return (await run.cluster.get(namespaceRef('kube-system')))?.metadata.uid ?? '';
  } catch (error) {
    if (error instanceof ApplyError && error.status === 403) return '';
    throw error;
  }
}
