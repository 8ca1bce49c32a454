import { execa } from 'execa';

import type { ErrorParts, ImageErrorCode } from './error.ts';
import { ImageError } from './error.ts';

/** Result of one call; a non-zero exit is a value, since `inspect` of what is absent exits 1. */
export interface DockerResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How one call is run. */
export interface DockerRunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Gets each line of both streams as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Milliseconds after which an engine that does not answer counts as stopped; none if absent. */
  readonly timeout?: number;
}

/** The `docker` program and the environment (DOCKER_HOST, DOCKER_CONTEXT, …) in which it is called. */
export interface DockerCli {
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The program on PATH, with this process's own environment. */
export const DOCKER: DockerCli = { program: 'docker', env: {} };

/**
 * Calls docker and waits for its end.
 *
 * @param doing clause for the error, such as `inspect backend:0123456789abcdef`
 * @throws ImageError DOCKER_MISSING, DOCKER_STOPPED, DOCKER_DENIED, INTERRUPTED; not for other non-zero exits
 */
export async function runDocker(
  docker: DockerCli,
  doing: string,
  args: readonly string[],
  options: DockerRunOptions = {},
): Promise<DockerResult> {
  const { signal, env, onLine, timeout } = options;
  const child = execa(docker.program, args, {
    stdin: 'ignore',
    reject: false,
    all: onLine !== undefined,
    env: { FORCE_COLOR: '0', ...docker.env, ...env },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  if (onLine !== undefined) for await (const line of child.iterable({ from: 'all' })) onLine(line);
  const result = await child;
  const failure = result.isCanceled
    ? interrupted(doing)
    : classifyDocker({ doing, code: result.code, timedOut: result.timedOut, stderr: result.stderr });
  if (failure !== undefined) throw new ImageError(failure.code, failure.parts, result);
  return { exitCode: result.exitCode ?? 1, stdout: result.stdout, stderr: result.stderr };
}

/** An error that is still data. */
interface Failure {
  readonly code: ImageErrorCode;
  readonly parts: ErrorParts;
}

function interrupted(doing: string): Failure {
  return { code: 'INTERRUPTED', parts: { doing, because: 'it was interrupted', fix: 'run the same command again' } };
}

/** What is known about a call that may have failed: `code` is the system's, such as ENOENT. */
interface Outcome {
  readonly doing: string;
  readonly code: string | undefined;
  readonly timedOut: boolean;
  readonly stderr: string;
}

/** Recognises the failures that have nothing to do with what was asked: no program, no engine, no rights. Pure. */
export function classifyDocker({ doing, code, timedOut, stderr }: Outcome): Failure | undefined {
  if (code === 'ENOENT') {
    const because = 'there is no program `docker` on PATH';
    const fix = 'install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/';
    return { code: 'DOCKER_MISSING', parts: { doing, because, fix } };
  }
  if (/permission denied.*docker.*sock/is.test(stderr)) {
    const fix = 'add your user to the group `docker` and log in again, or use rootless Docker';
    return { code: 'DOCKER_DENIED', parts: { doing, because: lastLine(stderr), fix } };
  }
  const stopped = /cannot connect to the docker daemon|error during connect|failed to connect to the docker api/i;
  if (!timedOut && !stopped.test(stderr)) return undefined;
  const because = timedOut ? 'the Docker daemon does not answer' : lastLine(stderr);
  const fix =
    'start Docker (`systemctl start docker`, or Docker Desktop), and check DOCKER_HOST and `docker context ls`';
  return { code: 'DOCKER_STOPPED', parts: { doing, because, fix } };
}

/** The last line that says something. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
