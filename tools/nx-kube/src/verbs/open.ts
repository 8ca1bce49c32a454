import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import { clusterOpen } from '../open/cluster-open.ts';
import { localOpen } from '../open/local-open.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface OpenOptions extends PlaceOptions {
  readonly browser: boolean;
  readonly portForward: boolean;
  readonly port?: number;
}

/** Opens the browser at the address that works from this machine. */
export async function run(options: OpenOptions, world: World): Promise<Outcome> {
  const place = await choosePlace(options, world);
  if (place.type === 'local') return localOpen(place, options.browser, world);
  return clusterOpen(place, options.browser, world);
}
