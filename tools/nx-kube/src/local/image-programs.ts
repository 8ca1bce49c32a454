import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Program, programFromImage } from '@nx-kube/local';

import { PluginError } from '../error.ts';
import { findImageProjects } from '../infer/images.ts';
import { keepBuild } from './keep-build.ts';

/** Folders that hold nobody's sources. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.nx', '.nx-kube', 'tmp']);

/**
 * Finds how the images of a workspace run without containers: by their Dockerfiles, on what `build` made.
 *
 * @param folder absolute folder of a project, for what runs and for what the stages of its Dockerfile would make
 * @returns the program of a project whose `build` is over
 * @throws PluginError NO_PROGRAM for a project without a Dockerfile; LocalError for a Dockerfile that is not understood
 */
export function imagePrograms(root: string, folder: (project: string) => string): (project: string) => Program {
  const dockerfiles = globSync('**/Dockerfile', { cwd: root, exclude: (name) => SKIPPED.has(name) });
  const projects = new Map(findImageProjects(dockerfiles, root).map((project) => [project.name, project]));
  const textOf = (project: string): string | undefined => {
    const dockerfile = projects.get(project)?.dockerfile;
    return dockerfile === undefined ? undefined : readFileSync(join(root, dockerfile), 'utf8');
  };
  return (project) => {
    const dockerfile = textOf(project);
    if (dockerfile === undefined) {
      throw new PluginError('NO_PROGRAM', {
        doing: `find out how ${project} runs`,
        because: `no project of that name has a Dockerfile`,
        fix: `add a Dockerfile to ${project}, or leave its workload out with --only`,
      });
    }
    return programFromImage({
      dockerfile,
      base: textOf,
      context: keepBuild(join(root, 'dist/apps', project), join(folder(project), 'built')),
      made: join(folder(project), 'made'),
    });
  };
}
