import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ImageError } from './error.ts';

/** Name of an image that follows from its content. */
export interface ImageReference {
  /** `repository:tag`, the tag being the first 16 hex digits of the digest. */
  readonly ref: string;
  /** `sha256:` and 64 hex digits, of the build context. */
  readonly digest: string;
}

/** Context of a project's image: what `bundle` makes and `docker-build` sends to the engine. */
export function bundlePath(root: string, project: string): string {
  return join(root, 'dist', 'bundle', project);
}

/** Composes the reference; `repository` may carry a registry and a path. */
export function imageReference(repository: string, digest: string): ImageReference {
  return { ref: `${repository}:${digest.replace('sha256:', '').slice(0, 16)}`, digest };
}

/**
 * Reads `dist/images/<project>.json`.
 *
 * @throws ImageError NOT_STAGED if the project has not been bundled
 */
export async function readImageReference(root: string, project: string): Promise<ImageReference> {
  const path = referencePath(root, project);
  try {
    const { ref, digest } = JSON.parse(await readFile(path, 'utf8')) as Partial<ImageReference>;
    if (typeof ref === 'string' && typeof digest === 'string') return { ref, digest };
  } catch (error) {
    throw notStaged(project, path, error);
  }
  throw notStaged(project, path);
}

/** Writes `dist/images/<project>.json`, whole or not at all. */
export async function writeImageReference(root: string, project: string, reference: ImageReference): Promise<void> {
  const path = referencePath(root, project);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify({ ref: reference.ref, digest: reference.digest })}\n`);
  await rename(`${path}.new`, path);
}

function referencePath(root: string, project: string): string {
  return join(root, 'dist', 'images', `${project}.json`);
}

function notStaged(project: string, path: string, cause?: unknown): ImageError {
  return new ImageError(
    'NOT_STAGED',
    {
      doing: `read the image reference of ${project}`,
      because: `${path} is missing or is not {"ref","digest"}`,
      fix: `run: npx nx run ${project}:bundle`,
    },
    cause,
  );
}
