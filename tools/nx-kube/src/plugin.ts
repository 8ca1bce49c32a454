import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { CreateDependencies, CreateNodes, RawProjectGraphDependency } from '@nx/devkit';

import { findImageProjects, type ImageProject } from './infer/images.ts';
import { inferTargets, type Surroundings } from './infer/targets.ts';

/** What the graph and `nx show` call this plugin. */
export const name = 'nx-kube';

/** Gives each project with a Dockerfile the targets `bundle` and `docker-build`. */
export const createNodes: CreateNodes = [
  '**/Dockerfile',
  (dockerfiles, _options, { workspaceRoot }) => {
    const images = findImageProjects(dockerfiles, workspaceRoot);
    const around = lookAround(images, workspaceRoot);
    return images.map((image) => [
      image.dockerfile,
      { projects: { [image.root]: { root: image.root, targets: inferTargets(image, around) } } },
    ]);
  },
];

/** An app depends on the project of its base image, so that `nx graph` shows it and `nx affected` follows it. */
export const createDependencies: CreateDependencies = (_options, { projects, workspaceRoot }) => {
  const dockerfiles = Object.values(projects)
    .map(({ root }) => `${root}/Dockerfile`)
    .filter((path) => existsSync(join(workspaceRoot, path)));
  return findImageProjects(dockerfiles, workspaceRoot).flatMap(({ name: source, bases, dockerfile }) =>
    bases.map((target) => dependency(source, target, dockerfile)),
  );
};

function dependency(source: string, target: string, sourceFile: string): RawProjectGraphDependency {
  // The value of an enum: importing that would load all of @nx/devkit into each Nx run.
  const edge: unknown = { source, target, sourceFile, type: 'static' };
  return edge as RawProjectGraphDependency;
}

function lookAround(images: readonly ImageProject[], root: string): Surroundings {
  const home = join(import.meta.dirname, '..');
  // Installed as a package, its sources are no project of this workspace and its version is in the lockfile.
  const inWorkspace = !relative(root, home).startsWith('..') && !home.includes('node_modules');
  const script = relative(root, join(home, 'bin/env-files.mjs')).replaceAll('\\', '/');
  const folders = images.map((image) => image.root).toSorted();
  return {
    sourceProjects: inWorkspace ? ['nx-kube', 'image'] : [],
    envFilesCommand: ['node', ...[script, ...folders].map(shellWord)].join(' '),
  };
}

/** Nx hands the command to a shell. */
function shellWord(word: string): string {
  return /^[\w@./-]+$/.test(word) ? word : JSON.stringify(word);
}
