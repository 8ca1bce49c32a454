import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Program, programFromImage } from '@nx-kube/local';

import { PluginError } from '../error.ts';
import { findImageProjects } from '../infer/images.ts';

/** Folders that hold nobody's sources. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.nx', '.nx-kube', 'tmp']);

/**
 * Finds how the images of a workspace run without containers: by their Dockerfiles, on what `build` made.
 *
 * @param made absolute folder for what the stages of a Dockerfile would make; by project
 * @returns the program of a project whose `build` is over
 * @throws PluginError NO_PROGRAM for a project without a Dockerfile; LocalError for a Dockerfile that is not understood
 */
export function imagePrograms(root: string, made: (project: string) => string): (project: string) => Program {
  const dockerfiles = globSync('**/Dockerfile', { cwd: root, exclude: (name) => SKIPPED.has(name) });
  const projects = new Map(findImageProjects(dockerfiles, root).map((project) => [project.name, project]));
  return (project) => {
    const dockerfile = projects.get(project)?.dockerfile;
    if (dockerfile === undefined) {
      throw new PluginError('NO_PROGRAM', {
        doing: `find out how ${project} runs`,
        because: `no project of that name has a Dockerfile`,
        fix: `add a Dockerfile to ${project}, or leave its workload out with --only`,
      });
    }
    return programFromImage({
      dockerfile: readFileSync(join(root, dockerfile), 'utf8'),
      context: join(root, 'dist/apps', project),
      made: made(project),
    });
  };
}
