import { existsSync, renameSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { removeOldDrafts, writeDraft } from './draft.ts';
import { readMarker } from './marker.ts';
import { asOutputError, outputError, requireInside, type Output } from './output.ts';

/**
 * Makes the files all that a folder holds, at once: a reader finds the old folder or the new one. A file that a person
 * made of a template of ours (`secrets.env` beside `secrets.env.template`) stays.
 *
 * @throws PluginError OUTPUT_FOLDER, with the folder as it was, where it is not ours or cannot be written; the signal's
 *   reason
 */
export async function replaceFolder(output: Output): Promise<void> {
  requireInside(output);
  try {
    await mkdir(dirname(output.folder), { recursive: true });
    // Where the folder is a link, what it leads to is replaced, not the link.
    const folder = await realpath(output.folder).catch(() => output.folder);
    await replace({ ...output, folder });
  } catch (error) {
    throw asOutputError(output.folder, error);
  }
}

async function replace(output: Output): Promise<void> {
  const { folder, signal } = output;
  const [parent, name] = [dirname(folder), basename(folder)];
  const draft = join(parent, `.${name}.draft-${process.pid}`);
  const old = join(parent, `.${name}.old`);
  // A process that was killed between the two renames left the folder under the other name.
  if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
  await requireOurs(output);
  await removeOldDrafts(parent, `.${name}.draft-`);
  try {
    await writeDraft(draft, output);
    await keepFilledIn(folder, draft);
    signal.throwIfAborted();
    await rm(old, { recursive: true, force: true });
    swap({ folder, draft, old });
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Nothing, not even a signal handler, gets in between: both renames happen in one turn of this process. */
function swap({ folder, draft, old }: { folder: string; draft: string; old: string }): void {
  const before = existsSync(folder);
  if (before) renameSync(folder, old);
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (before) renameSync(old, folder);
    throw error;
  }
}

async function requireOurs({ folder, verb, usual }: Output): Promise<void> {
  const there = await listFolder(folder);
  if (usual || there.length === 0 || (await readMarker(folder, verb)) !== undefined) return;
  const because = `it holds ${there.slice(0, 3).join(', ')}${there.length > 3 ? ', …' : ''}, and nothing that nx-kube ${verb} wrote`;
  throw outputError(folder, because, 'name a new or an empty folder with --output-path, or empty this one yourself');
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function keepFilledIn(folder: string, draft: string): Promise<void> {
  if (!existsSync(folder)) return;
  const templates = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.template'));
  for (const name of templates.map((template) => template.slice(0, -'.template'.length))) {
    if (!statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() || existsSync(join(draft, name))) continue;
    await mkdir(dirname(join(draft, name)), { recursive: true });
    await copyFile(join(folder, name), join(draft, name));
  }
}
