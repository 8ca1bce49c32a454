import { chmodSync, cpSync, lstatSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import type { Machine } from './home.ts';
import { baseOf, belongsTo, homeOf, makeFolder, makeHome, thisMachine } from './home.ts';

/**
 * Folder of what outlives the runs of a stack; made if absent. Where it can't be in the run's own folder, a link leads
 * there, and keeps leading there when the workspace moves, or becomes a place where it could be.
 *
 * @param folder of the run
 */
export function dataFolder(folder: string, machine = thisMachine()): string {
  const link = join(folder, 'data');
  const target = linked(link, folder) ?? join(homeOf(baseOf(folder), machine), relative(baseOf(folder), link));
  if (target !== link) lead(link, target, folder, machine);
  makeFolder(target, machine.root ? 0o711 : 0o700);
  return target;
}

/** What the link names, if that is this workspace's: a copied workspace brings a link to the data of the other. */
function linked(link: string, folder: string): string | undefined {
  const rest = relative(baseOf(folder), link);
  const target = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(link) : undefined;
  if (target === undefined || !target.endsWith(`/${rest}`)) return undefined;
  return belongsTo(target.slice(0, -rest.length - 1), baseOf(folder)) ? target : undefined;
}

function lead(link: string, target: string, folder: string, machine: Machine): void {
  const base = baseOf(folder);
  makeHome(target.slice(0, -relative(base, link).length - 1), base, machine);
  for (let above = dirname(target); lstatSync(above, { throwIfNoEntry: false }) === undefined; above = dirname(above)) {
    makeFolder(above, 0o711);
  }
  const here = lstatSync(link, { throwIfNoEntry: false });
  if (here?.isSymbolicLink() === true && readlinkSync(link) === target) return;
  if (here?.isDirectory() === true && readdirSync(link).length > 0) moveFolder(link, target);
  rmSync(link, { recursive: true, force: true });
  symlinkSync(target, link);
}

/** Data that was made here before anybody closed a folder above, or by another user. */
function moveFolder(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const draft = `${to}.${process.pid}.new`;
    cpSync(from, draft, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    chmodSync(draft, 0o711);
    renameSync(draft, to);
  }
}
