import { readChildren } from './children.ts';
import { takeLock } from './lock.ts';
import { endOrphans } from './orphans.ts';

/** How long what a killed run has left behind may take to end. */
const ORPHANS_MS = 5_000;

/**
 * Ends what a run that was killed has left behind, without starting anything.
 *
 * @param folder as for `openRunFolder`
 * @param then done while nobody else can have the folder
 * @returns names of what still ran; `undefined`, and nothing is done, when somebody runs it
 */
export async function endLeft(folder: string, then?: () => void): Promise<readonly string[] | undefined> {
  const lock = takeLock(folder);
  if ('pid' in lock) return undefined;
  try {
    const names = await endOrphans(readChildren(folder), ORPHANS_MS);
    then?.();
    return names;
  } finally {
    lock.release();
  }
}
