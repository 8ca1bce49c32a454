import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { buildContext } from './build.ts';
import type { DockerCli } from './docker.ts';
import { DOCKER, lastLine, runDocker } from './docker.ts';
import { ImageError } from './error.ts';
import type { ImageFacts } from './inspect.ts';
import { inspectImages } from './inspect.ts';
import { withLock } from './lock.ts';
import type { ImageReference } from './reference.ts';
import { bundlePath, readImageReference } from './reference.ts';
import type { BuildSettings } from './settings.ts';
import { readSettings } from './settings.ts';

/** What `ensureImage` needs to know. */
export interface EnsureOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly project: string;
  /** Folder of the project, relative to `root`; gives the moving tag, `apps/backend` → `apps-backend:latest`. */
  readonly projectRoot: string;
  readonly signal?: AbortSignal;
  /** Gets docker's output, line by line, if there is a build. */
  readonly onLine?: (line: string) => void;
  readonly docker?: DockerCli;
}

/** Whether it was there already, and how long the call took. */
export interface EnsuredImage {
  readonly ref: string;
  readonly built: boolean;
  readonly milliseconds: number;
}

/**
 * Makes the reference in `dist/images/<project>.json` true in the engine: present with the right label → nothing, else
 * build `dist/bundle/<project>/` and verify. In both cases `<projectRoot with ->:latest` ends up on this image.
 * Builds of one reference exclude each other across processes.
 *
 * @throws ImageError NOT_STAGED, BASE_MISSING, BUILD_FAILED, CONTEXT_CHANGED, INTERRUPTED, DOCKER_*
 */
export async function ensureImage(options: EnsureOptions): Promise<EnsuredImage> {
  const { root, project, signal, docker = DOCKER } = options;
  const started = performance.now();
  const reference = await readImageReference(root, project);
  const moving = movingTag(options.projectRoot);
  let built = false;
  let image = await findImage(docker, reference, signal);
  if (image === undefined) {
    await withLock(reference.ref, signal, async () => {
      image = await findImage(docker, reference, signal); // somebody else may have built it while we waited
      if (image !== undefined) return;
      await build(options, reference);
      built = true;
    });
  }
  if (image?.tags.includes(moving) !== true) await tag(docker, reference.ref, moving);
  return { ref: reference.ref, built, milliseconds: Math.round(performance.now() - started) };
}

/** The name under which @nx/docker runs and releases an image: the project's path. Pure. */
export function movingTag(projectRoot: string): string {
  const path = projectRoot.replace(/^[\\/]/, '').toLowerCase();
  return `${path.replaceAll(/[\\/\s]+/g, '-')}:latest`;
}

async function findImage(
  docker: DockerCli,
  { ref, digest }: ImageReference,
  signal?: AbortSignal,
): Promise<ImageFacts | undefined> {
  const [image] = await inspectImages(docker, [ref], signal);
  // A label that differs means that someone gave our name to another image: not ours, so build.
  return image?.digest === digest ? image : undefined;
}

async function build(options: EnsureOptions, reference: ImageReference): Promise<void> {
  const { root, project, projectRoot, signal, onLine, docker = DOCKER } = options;
  const directory = bundlePath(root, project);
  const { dockerfile, settings } = await readStaged(project, directory);
  await requireBases(docker, project, settings, signal);
  await buildContext({
    docker,
    project,
    directory,
    dockerfile,
    dockerfilePath: `${projectRoot}/Dockerfile`,
    settings,
    reference,
    signal,
    onLine,
  });
}

async function readStaged(
  project: string,
  directory: string,
): Promise<{ dockerfile: string; settings: BuildSettings }> {
  const path = join(directory, 'Dockerfile');
  const dockerfile = await readFile(path, 'utf8').catch(() => '');
  const settings = readSettings(dockerfile);
  if (settings !== undefined) return { dockerfile, settings };
  const because = `${path} is missing or was not made by \`bundle\``;
  const fix = `run: npx nx run ${project}:bundle --skip-nx-cache`;
  throw new ImageError('NOT_STAGED', { doing: `build the image of ${project}`, because, fix });
}

/** Without this, docker would go looking for the base in a registry, and fail there with an unrelated message. */
async function requireBases(
  docker: DockerCli,
  project: string,
  { bases }: BuildSettings,
  signal?: AbortSignal,
): Promise<void> {
  for (const [base, ref] of Object.entries(bases)) {
    if ((await inspectImages(docker, [ref], signal)).length > 0) continue;
    const because = `its base ${ref} is not in the engine`;
    const fix = `run: npx nx run ${base}:docker-build`;
    throw new ImageError('BASE_MISSING', { doing: `build the image of ${project}`, because, fix });
  }
}

/** Moves a tag; docker does it in one step. */
async function tag(docker: DockerCli, ref: string, name: string): Promise<void> {
  const result = await runDocker(docker, `tag ${ref} as ${name}`, ['image', 'tag', ref, name]);
  if (result.exitCode === 0) return;
  const because = lastLine(result.stderr);
  const fix = 'run the same command again; somebody may have removed the image just now';
  throw new ImageError('DOCKER_FAILED', { doing: `tag ${ref} as ${name}`, because, fix });
}
