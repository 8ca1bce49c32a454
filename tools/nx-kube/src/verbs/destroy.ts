import { choosePlace, isNamed, type PlaceOptions } from '../observe/place.ts';
import { PluginError } from '../error.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface DestroyVerbOptions extends PlaceOptions {
  readonly deleteData: boolean;
}

/**
 * Stops the run on this machine, or deletes what the inventory of a release lists, and says what stays and why.
 *
 * @throws PluginError USAGE where data would go, of a run that nobody has named
 */
export async function run({ deleteData, ...options }: DestroyVerbOptions, world: World): Promise<Outcome> {
  const place = await choosePlace(options, world);
  if (place.type === 'cluster') {
    const { clusterDestroy } = await import('../observe/cluster-destroy.ts');
    return clusterDestroy(place, deleteData, world);
  }
  if (deleteData && !isNamed(options)) throw unnamed();
  const { localDestroy } = await import('../observe/local-destroy.ts');
  return localDestroy(place, deleteData, world);
}

/** What is deleted with its data must not depend on what happens to run. */
function unnamed(): PluginError {
  return new PluginError('USAGE', {
    doing: 'delete the data',
    because: 'nobody has said of which run: the one on this machine, or the release in minikube',
    fix: 'add --environment local, or --environment minikube',
  });
}
