import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { markerName, markerText } from './marker.ts';
import type { Output } from './output.ts';

/** Writes all files, and the marker that says whose they are, into a new folder of their own. */
export async function writeDraft(draft: string, { files, verb, signal }: Output): Promise<void> {
  const marker = { [markerName(verb)]: markerText(verb, Object.keys(files)) };
  await mkdir(draft, { recursive: true });
  for (const [name, content] of Object.entries({ ...files, ...marker })) {
    signal.throwIfAborted();
    await mkdir(dirname(join(draft, name)), { recursive: true });
    await writeFile(join(draft, name), content, { flag: 'wx' });
  }
}

/** Deletes the drafts of processes that are no more: nobody tidies up after a SIGKILL. */
export async function removeOldDrafts(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
