import { clusterDiagnosis } from '../observe/cluster-diagnosis.ts';
import { localDiagnosis } from '../observe/local-diagnosis.ts';
import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import type { Outcome, World } from '../world.ts';

/** Names the root causes of what does not work, or says that everything is ready. Reads only. */
export async function run(options: PlaceOptions, world: World): Promise<Outcome> {
  const place = await choosePlace(options, world);
  return place.type === 'local' ? localDiagnosis(place, world) : clusterDiagnosis(place, world);
}
