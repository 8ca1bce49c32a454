import type { DockerCli } from './docker.ts';
import { lastLine, runDocker } from './docker.ts';
import { ImageError } from './error.ts';

/** Label under which an image carries the digest of the context it was built from. */
export const DIGEST_LABEL = 'nx-kube.context-digest';

/** What we ask about an image in the engine. */
export interface ImageFacts {
  /** Engine's own id, `sha256:…`; differs between two builds of one context. */
  readonly id: string;
  readonly tags: readonly string[];
  readonly digest: string | undefined;
  /** Bytes. */
  readonly size: number;
}

interface InspectReply {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Size?: number;
  readonly Config?: { readonly Labels?: Readonly<Record<string, string>> | null } | null;
}

/**
 * Asks the engine for several images in one call.
 *
 * @returns those that are there, in the order asked; what is absent is left out
 */
export async function inspectImages(
  docker: DockerCli,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<ImageFacts[]> {
  const doing = `inspect ${references.join(', ')}`;
  const result = await runDocker(docker, doing, ['image', 'inspect', ...references], { signal, timeout: 60_000 });
  if (result.exitCode !== 0 && !/no such (?:image|object)/i.test(result.stderr)) {
    const because = lastLine(result.stderr) || `docker exited with ${result.exitCode}`;
    throw new ImageError('DOCKER_FAILED', { doing, because, fix: 'see what `docker info` says' });
  }
  return parseInspect(result.stdout);
}

/** Reads the output of `docker image inspect`, which is an array even where some images are missing. Pure. */
export function parseInspect(text: string): ImageFacts[] {
  const replies = JSON.parse(text.trim() === '' ? '[]' : text) as InspectReply[];
  return replies.map(({ Id, RepoTags, Size, Config }) => ({
    id: Id,
    tags: RepoTags ?? [],
    digest: Config?.Labels?.[DIGEST_LABEL],
    size: Size ?? 0,
  }));
}
