import { clusterStatus } from '../observe/cluster-status.ts';
import { localStatus } from '../observe/local-status.ts';
import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import type { Outcome, World } from '../world.ts';

/** Lists what runs and whether it is ready. Reads only. */
export async function run(options: PlaceOptions, world: World): Promise<Outcome> {
  const place = await choosePlace(options, world);
  return place.type === 'local' ? localStatus(place, world) : clusterStatus(place, world);
}
