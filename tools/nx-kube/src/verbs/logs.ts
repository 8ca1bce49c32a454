import { choosePlace, type PlaceOptions } from '../observe/place.ts';
import { readSince } from '../observe/since.ts';
import { whileRead } from '../observe/while-read.ts';
import type { Outcome, World } from '../world.ts';

/** Options of the verb; see the table of verbs. */
export interface LogsOptions extends PlaceOptions {
  readonly follow: boolean;
  readonly tail?: number;
  readonly since?: string;
  readonly only?: string;
  readonly previous: boolean;
  readonly outputFile?: string;
}

/** As many lines of each process as fit on a few screens. */
const TAIL = 50;

/**
 * Shows what the processes or pods print. Following has no other end than a Ctrl-C, so that is `done`.
 *
 * @throws PluginError USAGE; what reading throws
 */
export async function run(options: LogsOptions, { signal: asked, ...rest }: World): Promise<Outcome> {
  const { follow, only, outputFile, previous, since: text, tail: lines } = options;
  const signal = follow && outputFile === undefined ? whileRead(asked) : asked;
  const world = { ...rest, signal };
  const since = text === undefined ? undefined : readSince(text, Date.now());
  const tail = lines ?? (since === undefined ? TAIL : undefined);
  const place = await choosePlace(options, world);
  const wanted = { follow, tail, since, only, previous };
  try {
    if (place.type === 'local') return await (await import('../observe/local-logs.ts')).localLogs(place, wanted, world);
    return await (await import('../observe/cluster-logs.ts')).clusterLogs(place, wanted, world);
  } catch (error) {
    if (follow && signal.aborted) return 'done';
    throw error;
  }
}
