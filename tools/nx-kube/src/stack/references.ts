import { readImageReference } from '@nx-kube/image/reference';

/**
 * The references of the images that a stack is made of, as their `bundle` tasks wrote them.
 *
 * @returns project → reference
 * @throws ImageError NOT_STAGED
 */
export async function readReferences(root: string, projects: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(
    projects.map(async (project) => [project, (await readImageReference(root, project)).ref] as const),
  );
  return Object.fromEntries(entries);
}
