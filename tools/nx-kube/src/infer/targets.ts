import type { TargetConfiguration } from '@nx/devkit';

import type { ImageProject } from './images.ts';

/** What the inference knows about the workspace around one image project. Pure data. */
export interface Surroundings {
  /**
   * Projects with the code of the executors, which decides about their results as much as the files of the project
   * does; empty where the plugin is installed as a package.
   */
  readonly sourceProjects: readonly string[];
  /** Command that prints which `.env*` files lie in projects with an image; see bin/env-files.mjs. */
  readonly envFilesCommand: string;
}

/**
 * The targets of a project with a Dockerfile. `bundle` is a pure function of files, so Nx may cache it; `docker-build`
 * is a statement about a Docker daemon that no cache can see, so it always runs and is quick when the image is there.
 */
export function inferTargets(project: ImageProject, around: Surroundings): Record<string, TargetConfiguration> {
  return { bundle: bundleTarget(project, around), 'docker-build': dockerBuildTarget(project) };
}

function bundleTarget(
  project: ImageProject,
  { sourceProjects: own, envFilesCommand }: Surroundings,
): TargetConfiguration {
  return {
    executor: 'nx-kube:bundle',
    cache: true,
    dependsOn: ['build', ...bundleOf(project)],
    inputs: [
      `{workspaceRoot}/${project.dockerfile}`,
      { dependentTasksOutputFiles: `dist/apps/${project.name}/**/*` },
      { dependentTasksOutputFiles: `dist/components/${project.name}.json` },
      ...(project.bases.length > 0 ? [{ dependentTasksOutputFiles: 'dist/images/*.json' }] : []),
      ...(own.length > 0 ? [{ input: 'production', projects: [...own] }] : []),
      { runtime: envFilesCommand },
      { externalDependencies: [] },
    ],
    outputs: [
      `{workspaceRoot}/dist/bundle/${project.name}`,
      `{workspaceRoot}/dist/images/${project.name}.json`,
      `{workspaceRoot}/dist/images/${project.name}.sbom.json`,
    ],
    metadata: {
      technologies: ['docker'],
      description: `Stage the build context of the ${project.name} image, name it, and list what it consists of`,
    },
  };
}

function dockerBuildTarget(project: ImageProject): TargetConfiguration {
  return {
    executor: 'nx-kube:docker-build',
    cache: false,
    dependsOn: ['bundle'],
    metadata: {
      technologies: ['docker'],
      description: `Make sure that Docker holds the ${project.name} image that bundle named`,
    },
  };
}

function bundleOf({ bases }: ImageProject): NonNullable<TargetConfiguration['dependsOn']> {
  return bases.length > 0 ? [{ projects: [...bases], target: 'bundle' }] : [];
}
