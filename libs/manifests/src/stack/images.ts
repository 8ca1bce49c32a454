import { ManifestError } from '../error.ts';
import type { Stack } from './stack.ts';

/**
 * The values below `images` that the given references stand for.
 *
 * @throws {ManifestError} `MISSING_IMAGE` with all projects that have no reference
 */
export function imageValues(stack: Stack, images: Readonly<Record<string, string>>): unknown {
  const missing = stack.images.filter((project) => !images[project]);
  if (missing.length > 0) {
    throw new ManifestError('MISSING_IMAGE', {
      doing: `evaluate stack ${stack.name}`,
      because: `there is no image reference for ${missing.join(', ')}`,
      fix: `stage them first: ${missing.map((project) => `nx run ${project}:bundle`).join(', ')}`,
    });
  }
  const entries = stack.images.map((project) => [stack.imageKeys[project], splitReference(images[project] ?? '')]);
  return { images: Object.fromEntries(entries) };
}

/** `registry:5000/backend:0123` → repository and tag; the colon of a port is no tag. */
function splitReference(reference: string): { repository: string; tag: string } {
  const colon = reference.lastIndexOf(':');
  if (colon <= reference.lastIndexOf('/')) return { repository: reference, tag: 'latest' };
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}
