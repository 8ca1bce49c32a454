import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parseBases } from '@nx-kube/image/dockerfile';

/** A project that makes an image. */
export interface ImageProject {
  readonly name: string;
  /** Its folder, relative to the workspace, with `/`. */
  readonly root: string;
  /** Path of its Dockerfile, relative to the workspace. */
  readonly dockerfile: string;
  /** Other image projects that its Dockerfile names in `FROM` or `COPY --from`. */
  readonly bases: readonly string[];
}

/**
 * Finds the projects behind Dockerfiles. A Dockerfile in a folder that is no project is nobody's image and left out,
 * so that a stray one can't break the graph.
 *
 * @param dockerfiles paths relative to `root`
 * @param root absolute path of the workspace
 */
export function findImageProjects(dockerfiles: readonly string[], root: string): ImageProject[] {
  const found = dockerfiles.flatMap((dockerfile) => {
    const folder = dirname(dockerfile);
    const name = readProjectName(join(root, folder));
    return name === undefined ? [] : [{ name, root: folder, dockerfile }];
  });
  const names = new Set(found.map(({ name }) => name));
  return found.map((project) => {
    const text = readFileSync(join(root, project.dockerfile), 'utf8');
    return { ...project, bases: parseBases(text, names).filter((base) => base !== project.name) };
  });
}

/** The name that Nx gives the project in this folder: project.json first, then package.json's `nx.name`, then its `name`. */
function readProjectName(folder: string): string | undefined {
  const fromProject = readJson(join(folder, 'project.json'))?.['name'];
  if (typeof fromProject === 'string') return fromProject;
  const manifest = readJson(join(folder, 'package.json'));
  const nx = manifest?.['nx'] as { name?: unknown } | undefined;
  const name = nx?.name ?? manifest?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function readJson(path: string): Record<string, unknown> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined; // Nx itself reports a file that is no JSON, with its line.
  }
}
