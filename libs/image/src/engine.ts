import type { DockerCli } from './docker.ts';
import { DOCKER, lastLine, runDocker } from './docker.ts';
import { ImageError } from './error.ts';

/** What the engine can do. */
export interface DockerEngine {
  readonly clientVersion: string;
  readonly serverVersion: string;
  /** `linux/amd64`, `linux/arm64`, … */
  readonly platform: string;
  /** What the engine calls itself, such as `Docker Desktop 4.50.0`; empty for plain engines. */
  readonly product: string;
  /** `legacy` where the client is new enough to need buildx for BuildKit, and has none. */
  readonly builder: 'buildkit' | 'legacy';
}

interface VersionReply {
  readonly Client?: { readonly Version?: string };
  readonly Server?: ServerReply | null;
}

interface ServerReply {
  readonly Version?: string;
  readonly Os?: string;
  readonly Arch?: string;
  readonly Platform?: { readonly Name?: string };
}

const ANSWER_WITHIN = 30_000;

/**
 * Asks the engine what it is.
 *
 * @throws ImageError DOCKER_MISSING, DOCKER_STOPPED, DOCKER_DENIED, DOCKER_TOO_OLD (before 20.10)
 */
export async function checkDocker(options: { docker?: DockerCli; signal?: AbortSignal } = {}): Promise<DockerEngine> {
  const { docker = DOCKER, signal } = options;
  const limits = { signal, timeout: ANSWER_WITHIN };
  const [version, buildx] = await Promise.all([
    runDocker(docker, 'ask Docker for its version', ['version', '--format', '{{json .}}'], limits),
    runDocker(docker, 'ask Docker for buildx', ['buildx', 'version'], limits),
  ]);
  const reply = parseVersion(version.stdout);
  if (reply === undefined) {
    const because = lastLine(version.stderr) || 'its answer to `docker version` has no server version';
    const fix = 'see what `docker version` says';
    throw new ImageError('DOCKER_FAILED', { doing: 'ask Docker for its version', because, fix });
  }
  if (!atLeast(reply.serverVersion, 20, 10)) throw tooOld(reply.serverVersion);
  return { ...reply, builder: chooseBuilder(reply.clientVersion, buildx.exitCode === 0) };
}

/**
 * BuildKit wherever the client can drive it: up to 22 by itself, from 23 on through the plugin buildx. Pure.
 *
 * @see https://docs.docker.com/engine/release-notes/23.0/#2300
 */
export function chooseBuilder(clientVersion: string, buildx: boolean): DockerEngine['builder'] {
  return buildx || !atLeast(clientVersion, 23, 0) ? 'buildkit' : 'legacy';
}

/** Reads the answer to `docker version --format '{{json .}}'`; `undefined` if no server answered. Pure. */
export function parseVersion(text: string): Omit<DockerEngine, 'builder'> | undefined {
  const reply = parseReply(text);
  const server = reply?.Server;
  if (server?.Version === undefined) return undefined;
  const platform = `${server.Os ?? 'linux'}/${server.Arch ?? 'amd64'}`;
  const product = server.Platform?.Name ?? '';
  return { clientVersion: reply?.Client?.Version ?? server.Version, serverVersion: server.Version, platform, product };
}

function parseReply(text: string): VersionReply | undefined {
  try {
    return JSON.parse(text) as VersionReply;
  } catch {
    return undefined;
  }
}

/** Engines built from a branch call themselves `dev` or `library-import`: no number, so no objection. */
function atLeast(version: string, major: number, minor: number): boolean {
  const match = /^v?(\d+)\.(\d+)/.exec(version);
  if (match === null) return true;
  const [have, haveMinor] = [Number(match[1]), Number(match[2])];
  return have > major || (have === major && haveMinor >= minor);
}

function tooOld(version: string): ImageError {
  const because = `Docker Engine ${version} is older than 20.10`;
  const fix = 'update it: https://docs.docker.com/engine/install/';
  return new ImageError('DOCKER_TOO_OLD', { doing: 'build images', because, fix });
}
