import type { Cluster } from '@nx-kube/apply';
import { evaluateStack, rolloutRequests, type Stack } from '@nx-kube/manifests';
import { checkObjects } from '@nx-kube/manifests/checks';

import { confirmDatabaseSwitch, findDatabaseSwitch } from '../secrets/database-switch.ts';
import { readSecretInputs } from '../secrets/environment.ts';
import { hostOf } from '../secrets/host.ts';
import { type PreparedStack, prepareStack, readLiveSecret } from '../secrets/prepare.ts';
import { requireValid } from '../stack/require-valid.ts';
import type { World } from '../world.ts';
import { freeResources, requireRoom } from './room.ts';

/** What decides about the objects, besides the cluster. */
export interface StackChoice {
  readonly stack: Stack;
  readonly environment: string;
  /** Project → image reference. */
  readonly images: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly allowDatabaseSwitch: boolean;
}

/**
 * From the values to objects that the cluster can take: secrets found, everything checked, room made sure of. Reads the
 * cluster and writes nothing.
 *
 * @throws PluginError MISSING_SECRET, DATABASE_SWITCH, INVALID_MANIFEST, NO_ROOM; ManifestError; ApplyError
 */
export async function prepareOnCluster(choice: StackChoice, cluster: Cluster, world: World): Promise<PreparedStack> {
  const { stack, environment, images, namespace } = choice;
  const [inputs, live, nodes, pods, version] = await Promise.all([
    readSecretInputs(world.root, world.env),
    readLiveSecret(cluster, namespace, stack.secrets.name),
    cluster.list('v1', 'Node'),
    cluster.list('v1', 'Pod'),
    cluster.version(),
  ]);
  const evaluate = (secrets: Readonly<Record<string, string>>): ReturnType<typeof evaluateStack> =>
    evaluateStack(stack, { environment, images, namespace, secrets });
  const prepared = prepareStack(stack, evaluate, inputs, live);
  const issues = checkObjects(prepared.objects, {
    clusterVersion: version.gitVersion,
    external: prepared.result.external,
    sourceOf: (object) => prepared.result.sourceOf(object),
  });
  requireValid(issues, `environment ${environment}`);
  tellSecrets(prepared, world);
  const moved = findDatabaseSwitch(prepared.live, prepared.wanted);
  if (moved) await confirmDatabaseSwitch(moved, choice.allowDatabaseSwitch, world);
  const { objects } = prepared;
  requireRoom(rolloutRequests(objects), freeResources({ nodes: nodes.items, pods: pods.items, objects, namespace }));
  return prepared;
}

function tellSecrets({ sources, wanted }: PreparedStack, { emit }: World): void {
  for (const { key, source } of sources) {
    if (wanted[key] === undefined) continue; // this environment has no use for it
    const host = hostOf(wanted[key]);
    emit({ type: 'secret', key, source, ...(host === undefined ? {} : { host }) });
  }
}
