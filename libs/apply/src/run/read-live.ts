import { refKey, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { partOfLabel } from '../inventory/applyset.ts';
import { ownedHash } from '../plan/hash.ts';
import { liveObject, type LiveObject } from '../plan/live-object.ts';
import { apiVersionOf, type Run } from './context.ts';
import { eachOf, requestsAtOnce } from './pool.ts';
import { orNone, usualKinds } from './usual-kinds.ts';

/** One LIST: a kind, in one namespace or cluster-wide. */
interface Scan {
  readonly ref: ObjectRef;
}

/**
 * Reads the metadata of the given objects and of everything of the same kinds that carries our label: one LIST per kind
 * and namespace, one GET for each object that has no such label. Reads only.
 *
 * @param o.key the release's HMAC key, for objects that had to be read in full
 * @param o.rebuild look through the usual kinds too, as the inventory does not say what there is
 * @returns by `refKey`; absent objects have no entry
 */
export async function readLive(
  run: Run,
  o: { readonly refs: readonly ObjectRef[]; readonly key: string; readonly rebuild: boolean },
): Promise<Map<string, LiveObject>> {
  const live = new Map<string, LiveObject>();
  await eachOf(scansFor(run, o), requestsAtOnce, async ({ ref }) => {
    const items = await orNone(() => listMembers(run, ref), []);
    for (const item of items) {
      const found = { ...ref, name: item.metadata.name };
      live.set(refKey(found), liveObject(found, item));
    }
  });
  const unseen = o.refs.filter((ref) => !live.has(refKey(ref)));
  await eachOf(unseen, requestsAtOnce, async (ref) => {
    const object = await orNone(() => run.cluster.get(ref), undefined);
    if (object) live.set(refKey(ref), fullLive(ref, object, o.key));
  });
  return live;
}

/** Reads objects in full and adds the digest of our fields. */
export async function readInFull(
  run: Run,
  refs: readonly ObjectRef[],
  key: string,
): Promise<ReadonlyMap<string, LiveObject>> {
  const live = new Map<string, LiveObject>();
  await eachOf(refs, requestsAtOnce, async (ref) => {
    const object = await run.cluster.get(ref);
    if (object) live.set(refKey(ref), fullLive(ref, object, key));
  });
  return live;
}

function fullLive(ref: ObjectRef, object: KubeObject, key: string): LiveObject {
  return { ...liveObject(ref, object), owned: ownedHash(object, key) };
}

async function listMembers(run: Run, ref: ObjectRef): Promise<readonly KubeObject[]> {
  const { items } = await run.cluster.list(apiVersionOf(ref), ref.kind, {
    labelSelector: `${partOfLabel}=${run.id}`,
    metadataOnly: true,
    ...(ref.namespace !== undefined && { namespace: ref.namespace }),
  });
  return items;
}

function scansFor(run: Run, o: { readonly refs: readonly ObjectRef[]; readonly rebuild: boolean }): readonly Scan[] {
  const scans = new Map<string, Scan>();
  for (const ref of [...o.refs, ...(o.rebuild ? usualKinds(run.namespace) : [])]) {
    const place = { ...ref, name: '' };
    if (!scans.has(refKey(place))) scans.set(refKey(place), { ref: place });
  }
  return [...scans.values()];
}
