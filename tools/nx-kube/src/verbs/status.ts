import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import type { Outcome, World } from '../world.ts';

/** Lists what runs and whether it is ready. Reads only. */
export async function run(options: PlaceOptions, world: World): Promise<Outcome> {
  const place = await choosePlace(options, world);
  // What looks at a cluster is not loaded for a run on this machine, nor the other way round: so in each of these verbs.
  if (place.type === 'local') return (await import('../observe/local-status.ts')).localStatus(place, world);
  return (await import('../observe/cluster-status.ts')).clusterStatus(place, world);
}
