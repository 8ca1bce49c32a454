import { existsSync, mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { removeOldDrafts, writeDraft } from './draft.ts';
import { markerName, readMarker } from './marker.ts';
import { asOutputError, outputError, requireInside, type Output } from './output.ts';

/**
 * Replaces what a verb has in a folder that it shares with others: all of its files or none. Files of an earlier run that
 * are no longer among them go.
 *
 * @throws PluginError OUTPUT_FOLDER, with every file as it was, where one of them is not ours or cannot be written; the
 *   signal's reason
 */
export async function replaceFiles(output: Output): Promise<void> {
  requireInside(output);
  const { folder, verb, signal } = output;
  const prefix = `.nx-kube-${verb}.draft-`;
  const draft = join(folder, `${prefix}${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    const earlier = (await readMarker(folder, verb)) ?? [];
    requireOurs(output, earlier);
    await removeOldDrafts(folder, prefix);
    try {
      await writeDraft(join(draft, 'new'), output);
      signal.throwIfAborted();
      const names = [...Object.keys(output.files), markerName(verb)];
      exchange({ folder, draft, names, gone: earlier.filter((name) => !names.includes(name)) });
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } catch (error) {
    throw asOutputError(folder, error);
  }
}

function requireOurs({ folder, files, verb, usual }: Output, earlier: readonly string[]): void {
  const foreign = Object.keys(files).filter((name) => {
    const there = statSync(join(folder, name), { throwIfNoEntry: false });
    return there?.isDirectory() || (there !== undefined && !usual && !earlier.includes(name));
  });
  if (foreign.length === 0) return;
  const because = `it holds ${foreign.join(', ')}, which nx-kube ${verb} did not write`;
  throw outputError(folder, because, 'name another folder with --output-path, or move that away yourself');
}

interface Exchange {
  readonly folder: string;
  readonly draft: string;
  readonly names: readonly string[];
  readonly gone: readonly string[];
}

/** In one turn of this process, so that no signal handler gets in between; undone from the end when a step fails. */
function exchange({ folder, draft, names, gone }: Exchange): void {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    undo.push(() => renameSync(to, from));
  };
  try {
    for (const name of [...gone, ...names]) {
      if (existsSync(join(folder, name))) move(join(folder, name), join(draft, 'old', name));
    }
    for (const name of names) move(join(draft, 'new', name), join(folder, name));
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
  for (const name of gone) removeIfEmpty(dirname(join(folder, name)));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something else, or it is gone: both are as they should be.
  }
}
