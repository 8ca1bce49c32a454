import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import type { Outcome, World } from '../world.ts';

/** Names the root causes of what does not work, or says that everything is ready. Reads only. */
export async function run(options: PlaceOptions, world: World): Promise<Outcome> {
  const place = await choosePlace(options, world);
  if (place.type === 'local') return (await import('../observe/local-diagnosis.ts')).localDiagnosis(place, world);
  return (await import('../observe/cluster-diagnosis.ts')).clusterDiagnosis(place, world);
}
