import { ApplyError } from '../error.ts';
import { inventoryName } from '../inventory/applyset.ts';
import { fieldManager } from '../plan/hash.ts';
import type { Run } from './context.ts';

/**
 * The API server's clock, in milliseconds since 1970, to the second: what it would stamp on an object made now. Nothing
 * is stored (dry run).
 *
 * @throws ApplyError when the server does not answer
 */
export async function serverNow(run: Run): Promise<number> {
  const { object } = await run.cluster.apply(
    {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: `${inventoryName(run.release)}.clock`, namespace: run.namespace },
    },
    { fieldManager, dryRun: true },
  );
  const stamp = object.metadata['creationTimestamp'];
  const time = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ApplyError('UNEXPECTED_ANSWER', {
      doing: "read the API server's clock",
      because: 'the answer to a dry run has no creationTimestamp',
      fix: 'check what stands between here and the API server (a proxy that changes answers?)',
    });
  }
  return time;
}
