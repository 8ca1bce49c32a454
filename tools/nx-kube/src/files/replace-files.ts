import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { removeOldDrafts, writeDraft } from './draft.ts';
import { markerName, markerText, readMarker } from './marker.ts';
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
      const names = Object.keys(output.files);
      exchange({ folder, draft, verb, names, gone: earlier.filter((name) => !names.includes(name)) });
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
  readonly verb: string;
  readonly names: readonly string[];
  readonly gone: readonly string[];
}

/**
 * In one turn of this process, so that no signal handler gets in between; undone from the end when a step fails. While it
 * lasts, the marker names the files of both runs: if the process is killed, the next one knows all of them for ours.
 */
function exchange({ folder, draft, verb, names, gone }: Exchange): void {
  const marker = join(folder, markerName(verb));
  const undo: (() => void)[] = [];
  const keepFor = (name: string): string => {
    const kept = join(draft, 'old', name);
    mkdirSync(dirname(kept), { recursive: true });
    return kept;
  };
  const remove = (name: string): void => {
    const [path, kept] = [join(folder, name), keepFor(name)];
    renameSync(path, kept);
    undo.push(() => {
      mkdirSync(dirname(path), { recursive: true });
      renameSync(kept, path);
    });
  };
  const put = (name: string): void => {
    const [path, kept] = [join(folder, name), keepFor(name)];
    mkdirSync(dirname(path), { recursive: true });
    const before = existsSync(path);
    if (before) copyFileSync(path, kept);
    renameSync(join(draft, 'new', name), path);
    undo.push(() => (before ? renameSync(kept, path) : rmSync(path)));
  };
  const stale = gone.filter((name) => existsSync(join(folder, name)));
  const before = existsSync(marker) ? readFileSync(marker) : undefined;
  undo.push(() => (before === undefined ? rmSync(marker, { force: true }) : writeFileSync(marker, before)));
  try {
    writeFileSync(marker, markerText(verb, [...names, ...gone]));
    for (const name of stale) remove(name);
    for (const name of stale) removeIfEmpty(dirname(join(folder, name)));
    for (const name of names) put(name);
    renameSync(join(draft, 'new', markerName(verb)), marker);
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something else, or it is gone: both are as they should be.
  }
}
