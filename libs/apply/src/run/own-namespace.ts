import { formatRef, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { apiVersionOf, type Run } from './context.ts';
import { wasCreatedBy } from './created-namespace.ts';
import { deleteObject } from './delete-object.ts';
import { mapOf, requestsAtOnce } from './pool.ts';
import { namespaceRef } from './read-state.ts';
import { orNone, usualKinds } from './usual-kinds.ts';
import { waitGone } from './wait-gone.ts';

const goneSeconds = 120;

// Every namespace has these; they were made by the cluster.
const builtIn = new Set(['ConfigMap kube-root-ca.crt', 'ServiceAccount default']);

/**
 * Deletes the release's namespace when this release made it and nothing else lives in it (of the usual kinds; objects
 * that belong to another object go with that one).
 *
 * @returns why it stays; `undefined` when it was deleted
 */
export async function deleteOwnNamespace(run: Run, namespace: KubeObject): Promise<string | undefined> {
  if (!wasCreatedBy(run, namespace)) return 'this release did not make it';
  const foreign = await foreignObjects(run);
  if (foreign.length > 0) return `it holds ${foreign.slice(0, 5).join(', ')}${foreign.length > 5 ? ', …' : ''}`;
  const ref = namespaceRef(run.namespace);
  const uid = namespace.metadata.uid ?? '';
  if (!(await deleteObject(run, ref, uid))) return 'it was made anew by someone else';
  await waitGone(run, ref, uid, goneSeconds);
  run.emit({ type: 'deleted', ref });
  return undefined;
}

async function foreignObjects(run: Run): Promise<readonly string[]> {
  const found = await mapOf(usualKinds(run.namespace), requestsAtOnce, async (kind) => {
    const items = await orNone(() => listAll(run, kind), []);
    return items
      .filter((item) => isForeign(kind, item))
      .map((item) => formatRef({ ...kind, name: item.metadata.name }));
  });
  return found.flat();
}

async function listAll(run: Run, kind: ObjectRef): Promise<readonly KubeObject[]> {
  const { namespace } = run;
  return (await run.cluster.list(apiVersionOf(kind), kind.kind, { namespace, metadataOnly: true })).items;
}

function isForeign(kind: ObjectRef, item: KubeObject): boolean {
  const { name, deletionTimestamp } = item.metadata;
  const owners = item.metadata['ownerReferences'];
  if (deletionTimestamp !== undefined || (Array.isArray(owners) && owners.length > 0)) return false;
  return !builtIn.has(`${kind.kind} ${name}`);
}
