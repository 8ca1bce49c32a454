import { readdirSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { dataFolder } from './data-folder.ts';
import { endLeft } from './end-left.ts';
import { baseOf } from './home.ts';

/**
 * Deletes all that the runs of a stack have made: data, and data that was set aside, secrets, logs.
 *
 * @param folder as for `openRunFolder`
 * @returns false, and nothing is deleted, when somebody runs it
 */
export async function deleteRun(folder: string): Promise<boolean> {
  return (await endLeft(folder, () => deleteAll(folder))) !== undefined;
}

function deleteAll(folder: string): void {
  const data = dataFolder(folder);
  for (const path of [`${data}.old`, `${data}.old.deleted`, data]) rmSync(path, { recursive: true, force: true });
  deleteHome(data, folder);
  const rest = readdirSync(folder).filter((name) => name !== 'lock');
  for (const name of rest) rmSync(join(folder, name), { recursive: true, force: true });
}

/** The workspace's folder elsewhere, where root has one, when no other stack has data in it. */
function deleteHome(data: string, folder: string): void {
  const base = baseOf(folder);
  const home = data.slice(0, -relative(base, join(folder, 'data')).length - 1);
  if (home === base) return;
  try {
    rmdirSync(dirname(data));
    rmdirSync(dirname(dirname(data)));
  } catch {
    return; // not empty
  }
  rmSync(home, { recursive: true, force: true });
}
