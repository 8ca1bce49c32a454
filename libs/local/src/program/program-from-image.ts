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
 * How an image runs without a container, read off its Dockerfile.
 *
 * @throws {LocalError} `BAD_DOCKERFILE` naming the line
 */
export function programFromImage(source: ImageSource): Program {
  throw new Error(source.context);
}
