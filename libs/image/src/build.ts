import { buildFailure } from './build-failure.ts';
import { contextDigest } from './digest.ts';
import type { DockerCli } from './docker.ts';
import { runDocker } from './docker.ts';
import type { DockerEngine } from './engine.ts';
import { checkDocker } from './engine.ts';
import { ImageError } from './error.ts';
import { DIGEST_LABEL, inspectImages } from './inspect.ts';
import type { ImageReference } from './reference.ts';
import type { BuildSettings } from './settings.ts';

/** One staged context that is to become an image. */
export interface BuildRequest {
  readonly docker: DockerCli;
  readonly project: string;
  readonly directory: string;
  readonly dockerfile: string;
  readonly dockerfilePath: string;
  readonly settings: BuildSettings;
  readonly reference: ImageReference;
  readonly signal: AbortSignal | undefined;
  readonly onLine: ((line: string) => void) | undefined;
}

/**
 * Builds and verifies. The image gets its real name last, so that the name never points to something unverified.
 *
 * @throws ImageError BUILD_FAILED, CONTEXT_CHANGED, DOCKER_*
 */
export async function buildContext(request: BuildRequest): Promise<void> {
  const { docker, reference, signal } = request;
  const engine = await checkDocker({ docker, ...(signal === undefined ? {} : { signal }) });
  await requireUnchanged(request);
  const draft = `${reference.ref}.unverified`;
  try {
    await runBuild(request, engine, draft);
    await requireUnchanged(request);
    const [image] = await inspectImages(docker, [draft], signal);
    if (image?.digest !== reference.digest) throw unverified(request);
    await runDocker(docker, `name ${reference.ref}`, ['image', 'tag', draft, reference.ref]);
  } finally {
    await runDocker(docker, `remove ${draft}`, ['image', 'rm', '--no-prune', draft]).catch(() => undefined);
  }
  const [image] = await inspectImages(docker, [reference.ref], signal);
  if (image?.digest !== reference.digest) throw unverified(request);
}

async function runBuild(request: BuildRequest, engine: DockerEngine, draft: string): Promise<void> {
  const { docker, project, dockerfile, dockerfilePath, signal, onLine } = request;
  const output: string[] = [];
  const result = await runDocker(docker, `build the image of ${project}`, buildArguments(request, engine, draft), {
    signal,
    env: buildEnvironment(engine),
    onLine: (line) => {
      output.push(line);
      onLine?.(line);
    },
  });
  if (result.exitCode !== 0) throw buildFailure({ project, dockerfilePath, dockerfile, output });
}

function buildArguments(
  { directory, settings, reference }: BuildRequest,
  engine: DockerEngine,
  draft: string,
): string[] {
  const args = ['build', '--tag', draft, '--label', `${DIGEST_LABEL}=${reference.digest}`];
  for (const [name, value] of Object.entries(settings.buildArgs)) args.push('--build-arg', `${name}=${value}`);
  if (settings.platform !== engine.platform) args.push('--platform', settings.platform);
  if (engine.builder === 'legacy') args.push('--force-rm'); // it would keep the container of a step that failed
  return [...args, directory];
}

/**
 * `docker build` with BUILDX_BUILDER unset uses the engine's own builder: one in a container would not see our bases.
 * Attestations would turn the result into an index, which `docker save` of older engines can't write.
 */
function buildEnvironment({ builder }: DockerEngine): Record<string, string | undefined> {
  return {
    DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0',
    BUILDKIT_PROGRESS: 'plain',
    BUILDX_BUILDER: undefined,
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  };
}

async function requireUnchanged({ project, directory, settings, reference }: BuildRequest): Promise<void> {
  const digest = await contextDigest(directory, settings);
  if (digest === reference.digest) return;
  const doing = `build ${reference.ref}`;
  const because = `${directory} is not what \`bundle\` staged: a file changed since then`;
  const fix = `leave that folder alone, and run: npx nx run ${project}:docker-build --skip-nx-cache`;
  throw new ImageError('CONTEXT_CHANGED', { doing, because, fix });
}

function unverified({ reference }: BuildRequest): ImageError {
  const because = 'docker reported success, but the engine does not have an image with this label and name';
  const fix = 'see `docker buildx ls`: the builder must be the engine itself (driver docker)';
  return new ImageError('BUILD_FAILED', { doing: `verify ${reference.ref}`, because, fix });
}
