import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ImageError } from '../error.ts';
import type { ImageReference } from '../reference.ts';
import type { Component } from './component.ts';
import { sbomOf, type SbomDocument } from './document.ts';

/** Which image is described, and where what is known about it lies. */
export interface SbomOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly project: string;
  readonly reference: ImageReference;
  /** Projects whose images are below this one; their bills of materials must be there. */
  readonly bases: readonly string[];
}

/**
 * Writes `dist/images/<project>.sbom.json` beside the image's reference: what `dist/components/<project>.json` lists, which is
 * nothing for a project that writes no such file, and what the bases consist of.
 *
 * @throws ImageError NOT_STAGED when a base has none yet
 */
export async function writeSbom({ root, project, reference, bases }: SbomOptions): Promise<void> {
  const own = await readJson<readonly Component[]>(join(root, 'dist/components', `${project}.json`));
  const below = await Promise.all(bases.map((base) => componentsOfBase(root, project, base)));
  const path = sbomPath(root, project);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(sbomOf(reference, [...below.flat(), ...(own ?? [])]), null, 2)}\n`);
  await rename(`${path}.new`, path);
}

async function componentsOfBase(root: string, project: string, base: string): Promise<readonly Component[]> {
  const document = await readJson<SbomDocument>(sbomPath(root, base));
  if (document) return document.components;
  const because = `${sbomPath(root, base)} is missing`;
  const fix = `run: npx nx run ${base}:bundle`;
  throw new ImageError('NOT_STAGED', { doing: `list what the image of ${project} consists of`, because, fix });
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function sbomPath(root: string, project: string): string {
  return join(root, 'dist/images', `${project}.sbom.json`);
}
