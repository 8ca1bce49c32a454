import { PluginError } from '../error.ts';
import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface OpenOptions extends PlaceOptions {
  readonly browser: boolean;
  readonly portForward: boolean;
  readonly port?: number;
}

/**
 * Opens the browser at the address that works from this machine.
 *
 * @throws PluginError USAGE where a port is to be led to this machine itself
 */
export async function run(options: OpenOptions, world: World): Promise<Outcome> {
  const { browser, environment, portForward: forwards } = options;
  // Who asks for a way into a cluster does not mean this machine, whatever runs here.
  const asked = forwards && environment === undefined ? { ...options, environment: 'minikube' } : options;
  const place = await choosePlace(asked, world);
  if (place.type === 'local' && forwards) throw localAlready();
  if (place.type === 'local') return (await import('../open/local-open.ts')).localOpen(place, browser, world);
  if (forwards) return (await import('../open/port-forward.ts')).portForward(place, options, world);
  return (await import('../open/cluster-open.ts')).clusterOpen(place, browser, world);
}

function localAlready(): PluginError {
  return new PluginError('USAGE', {
    doing: 'open the address',
    because: '--port-forward leads into a cluster, and the local run is on this machine already',
    fix: 'leave --port-forward out, or add --environment minikube',
  });
}
