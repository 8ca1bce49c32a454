import { ApplyError } from '../error.ts';
import { isObject, listAt, stringAt, type JsonObject } from '../json.ts';
import type { ApiResource } from './cluster.ts';
import type { Requester } from './requester.ts';

const aggregated = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/** Finds how a kind is served. */
export type Discovery = (apiVersion: string, kind: string) => Promise<ApiResource>;

/**
 * Asks the API server what it serves, once; and once more for a kind that is not there, as a definition may be new.
 *
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export function makeDiscovery(requester: Requester): Discovery {
  let known: Promise<ReadonlyMap<string, ApiResource>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, ApiResource>> => {
    known ??= readAll(requester).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return async (apiVersion, kind) => {
    const key = `${apiVersion}/${kind}`;
    const before = known;
    const found = (await read()).get(key);
    if (found) return found;
    if (before !== undefined && known === before) known = undefined;
    const fresh = (await read()).get(key) ?? (await readLegacy(requester, apiVersion)).get(key);
    if (fresh) return fresh;
    throw new ApplyError('UNKNOWN_KIND', {
      doing: `find the kind ${kind} of ${apiVersion}`,
      because: 'the API server does not serve it',
      fix: 'check apiVersion and kind, or install the CustomResourceDefinition first',
    });
  };
}

async function readAll(requester: Requester): Promise<ReadonlyMap<string, ApiResource>> {
  const parts = await Promise.all(['/api', '/apis'].map((path) => readAggregated(requester, path)));
  return new Map(parts.flatMap((part) => [...part]));
}

/** Empty where the server is older than aggregated discovery (1.26): each group version is then asked for by itself. */
async function readAggregated(requester: Requester, path: string): Promise<ReadonlyMap<string, ApiResource>> {
  const { json } = await requester.request({
    method: 'GET',
    path,
    headers: { accept: aggregated },
    doing: 'ask the API server what it serves',
  });
  if (stringAt(json, 'kind') !== 'APIGroupDiscoveryList') return new Map();
  const resources = listAt(json, 'items').flatMap((group) =>
    listAt(group, 'versions').flatMap((version) =>
      listAt(version, 'resources').map((resource): ApiResource => {
        const name = stringAt(group, 'metadata', 'name') ?? '';
        return {
          group: name,
          version: stringAt(version, 'version') ?? '',
          kind: stringAt(resource, 'responseKind', 'kind') ?? '',
          plural: stringAt(resource, 'resource') ?? '',
          namespaced: stringAt(resource, 'scope') === 'Namespaced',
          verbs: stringsAt(resource, 'verbs'),
        };
      }),
    ),
  );
  return byKey(resources);
}

async function readLegacy(requester: Requester, apiVersion: string): Promise<ReadonlyMap<string, ApiResource>> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const answer = await requester
    .request({
      method: 'GET',
      path: group ? `/apis/${apiVersion}` : `/api/${apiVersion}`,
      doing: `ask the API server for ${apiVersion}`,
    })
    .catch((error: unknown) => {
      if (error instanceof ApplyError && error.status === 404) return undefined;
      throw error;
    });
  const resources = listAt(answer?.json, 'resources')
    .filter((resource) => !stringAt(resource, 'name')?.includes('/')) // subresources: deployments/scale
    .map((resource): ApiResource => ({
      group: group ?? '',
      version: version ?? '',
      kind: stringAt(resource, 'kind') ?? '',
      plural: stringAt(resource, 'name') ?? '',
      namespaced: resource['namespaced'] === true,
      verbs: stringsAt(resource, 'verbs'),
    }));
  return byKey(resources);
}

function byKey(resources: readonly ApiResource[]): ReadonlyMap<string, ApiResource> {
  return new Map(
    resources.map((resource) => {
      const { group, version, kind } = resource;
      return [`${group === '' ? version : `${group}/${version}`}/${kind}`, resource];
    }),
  );
}

function stringsAt(value: JsonObject, field: string): readonly string[] {
  const list = isObject(value) ? value[field] : undefined;
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
