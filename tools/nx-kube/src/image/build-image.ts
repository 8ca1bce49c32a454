import { type EnsuredImage, ensureImage } from '@nx-kube/image';

import { type ProjectsContext, readBases } from './read-bases.ts';

/** How to build. */
interface BuildOptions {
  readonly context: ProjectsContext;
  readonly signal: AbortSignal;
  /** Gets docker's output, if there is a build. */
  readonly onLine: (project: string, line: string) => void;
}

/**
 * Makes a function that makes sure of a project's image, and of the images that it builds on first. Each image is looked
 * at once, however many build on it.
 *
 * Bases come from here and not from edges between `docker-build` tasks: those would take a process of Nx more, and each
 * one costs more than the look that finds an image present.
 *
 * @returns a function that throws ImageError
 */
export function imageBuilder({ context, signal, onLine }: BuildOptions): (project: string) => Promise<EnsuredImage> {
  const { root, projectsConfigurations } = context;
  const begun = new Map<string, Promise<EnsuredImage>>();
  const build = async (project: string): Promise<EnsuredImage> => {
    await Promise.all((await readBases(project, context)).map(buildOnce));
    const projectRoot = projectsConfigurations.projects[project]?.root ?? '.';
    return ensureImage({ root, project, projectRoot, signal, onLine: (line) => onLine(project, line) });
  };
  const buildOnce = (project: string): Promise<EnsuredImage> => {
    const running = begun.get(project) ?? build(project);
    begun.set(project, running);
    return running;
  };
  return buildOnce;
}

/** One line about an image that is there now. Pure. */
export function imageLine({ ref, built, milliseconds }: EnsuredImage): string {
  return built ? `${ref} built in ${(milliseconds / 1000).toFixed(1)} s` : `${ref} is there`;
}
