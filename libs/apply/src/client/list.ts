import type { KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { listAt, stringAt } from '../json.ts';
import type { ListOptions } from './cluster.ts';
import type { Discovery } from './discovery.ts';
import { collectionPath, withQuery } from './paths.ts';
import type { Requester } from './requester.ts';

const pageSize = 500;
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/**
 * Lists objects page by page. The server leaves `apiVersion` and `kind` out of the items of a list: they are put back.
 *
 * @throws ApplyError UNKNOWN_KIND, FORBIDDEN, …
 */
export async function listObjects(
  requester: Requester,
  discover: Discovery,
  o: ListOptions & { readonly apiVersion: string; readonly kind: string; readonly signal?: AbortSignal },
): Promise<{ items: readonly KubeObject[]; resourceVersion: string }> {
  const { apiVersion, kind, namespace, labelSelector, fieldSelector, signal } = o;
  const resource = await discover(apiVersion, kind);
  const items: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const query = { limit: pageSize, continue: next, labelSelector, fieldSelector };
    const page = await requester
      .request({
        method: 'GET',
        path: withQuery(collectionPath(resource, namespace), query),
        headers: o.metadataOnly ? { accept: metadataOnly } : {},
        doing: `list ${resource.plural}${namespace ? ` of ${namespace}` : ''}`,
        signal,
      })
      .catch((error: unknown) => {
        // The pages after the first live for five minutes; then the list has to begin again.
        if (error instanceof ApplyError && error.status === 410 && next) return undefined;
        throw error;
      });
    if (!page) items.length = 0;
    else
      items.push(...listAt(page.json, 'items').map((item) => ({ ...item, apiVersion, kind }) as unknown as KubeObject));
    next = page && (stringAt(page.json, 'metadata', 'continue') || undefined);
    if (page && !next) return { items, resourceVersion: stringAt(page.json, 'metadata', 'resourceVersion') ?? '' };
  }
}
