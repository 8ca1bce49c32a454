import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';

import { dataFolder } from './data-folder.ts';
import { thisMachine } from './home.ts';

/**
 * Puts the data of a stack aside, so that it starts empty: `data` becomes `data.old`, of which one is kept. Secrets stay.
 * Call it while the folder is yours and nothing runs.
 *
 * @returns where the data is now; `undefined` if there was none
 */
export function setAside(folder: string, machine = thisMachine()): string | undefined {
  const data = dataFolder(folder, machine);
  const old = `${data}.old`;
  const older = `${old}.deleted`;
  if (readdirSync(data).length === 0) return undefined;
  rmSync(older, { recursive: true, force: true });
  if (existsSync(old)) renameSync(old, older);
  renameSync(data, old);
  rmSync(older, { recursive: true, force: true });
  return old;
}
