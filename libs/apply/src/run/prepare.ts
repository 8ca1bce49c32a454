import type { KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { normaliseObjects, scopesInSet } from '../normalise/normalise.ts';
import type { Run } from './context.ts';
import { eachOf, requestsAtOnce } from './pool.ts';

/**
 * Turns the stack's objects into those that are sent. Asks the cluster for the scope of each kind, writes nothing.
 *
 * @throws ApplyError `EMPTY_SET`, or `INVALID_OBJECTS` with every issue of every object
 */
export async function prepareObjects(run: Run, objects: readonly KubeObject[]): Promise<readonly KubeObject[]> {
  if (objects.length === 0) {
    throw new ApplyError('EMPTY_SET', {
      doing: `deploy ${run.release}`,
      because: 'the stack has no objects, and applying that would delete everything of the release',
      fix: 'look at what the stack evaluates to; to remove the release use destroy',
    });
  }
  const scopes = new Map(scopesInSet(objects));
  const kinds = [...new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))];
  await eachOf(kinds, requestsAtOnce, async (id) => {
    const [apiVersion = '', kind = ''] = id.split(' ');
    const namespaced = await scopeOf(run, apiVersion, kind);
    if (namespaced !== undefined) scopes.set(id, namespaced);
  });
  const set = normaliseObjects(objects, {
    namespace: run.namespace,
    scopeOf: (apiVersion, kind) => scopes.get(`${apiVersion} ${kind}`),
  });
  const unknown = kinds.filter((id) => !scopes.has(id)).map((id) => `the cluster knows no kind ${id}`);
  const issues = [...unknown, ...set.issues];
  if (issues.length === 0) return set.objects;
  throw new ApplyError('INVALID_OBJECTS', {
    doing: `prepare the ${objects.length} objects of ${run.release}`,
    because: issues.join('; '),
    fix: 'correct the stack; nothing was sent',
  });
}

async function scopeOf(run: Run, apiVersion: string, kind: string): Promise<boolean | undefined> {
  try {
    return (await run.cluster.resource(apiVersion, kind)).namespaced;
  } catch (error) {
    if (error instanceof ApplyError && error.code === 'UNKNOWN_KIND') return undefined;
    throw error;
  }
}
