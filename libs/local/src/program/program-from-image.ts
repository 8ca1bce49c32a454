import { copiedPaths } from './copied-paths.ts';
import { imageFacts } from './image-facts.ts';
import { mapPath } from './map-path.ts';
import type { Program } from './program.ts';

/** An image, as its project builds it. */
export interface ImageSource {
  /** Text of the Dockerfile. */
  readonly dockerfile: string;
  /** Absolute folder of the built context, where `COPY` finds its files. */
  readonly context: string;
  /** Absolute folder for what only a build of the image would make, such as a compile cache. */
  readonly made: string;
  /** Text of the Dockerfile of an image of this workspace by its name, for what the last stage inherits. */
  readonly base?: (name: string) => string | undefined;
}

/**
 * How an image runs without a container, read off the last stage of its Dockerfile. What `RUN` does is not done: what a program needs
 * is in its context.
 *
 * @throws {LocalError} `BAD_DOCKERFILE` naming the line
 */
export function programFromImage({ dockerfile, context, made, base }: ImageSource): Program {
  const { env, workdir, entrypoint, cmd, copies } = imageFacts(dockerfile, base ?? (() => undefined));
  const paths = copiedPaths(copies, context, made);
  const mapped = mapPath(workdir, paths);
  // Where programs lie in a container says nothing about this machine.
  const { PATH: _, ...variables } = env;
  return {
    type: 'process',
    command: [...entrypoint, ...cmd],
    ...(entrypoint.length > 0 && { entrypoint }),
    env: variables,
    paths,
    cwd: mapped === workdir ? context : mapped,
  };
}
