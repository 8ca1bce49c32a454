import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ExecutorContext } from '@nx/devkit';
import { parseBases } from '@nx-kube/image/dockerfile';

/** The part of Nx's context that tells what the projects are. */
export type ProjectsContext = Pick<ExecutorContext, 'root' | 'projectsConfigurations'>;

/** The projects that the Dockerfile of a project builds on: those with a `bundle` target that it names. */
export async function readBases(project: string, { root, projectsConfigurations }: ProjectsContext): Promise<string[]> {
  const { projects } = projectsConfigurations;
  const bundled = Object.keys(projects).filter((name) => name !== project && projects[name]?.targets?.['bundle']);
  const dockerfile = join(root, projects[project]?.root ?? '.', 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8').catch(() => ''); // stageContext says what is wrong with it
  return parseBases(text, new Set(bundled));
}
