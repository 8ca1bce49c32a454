import { execa } from 'execa';

import type { DockerCli } from '../docker.ts';
import { DOCKER, classifyDocker, lastLine, runDocker } from '../docker.ts';
import { ImageError } from '../error.ts';
import { inspectImages } from '../inspect.ts';
import type { LoadEvent, LoadResult } from './event.ts';
import type { NodeRuntime } from './node-runtime.ts';
import { RUNTIMES, fullName } from './node-runtime.ts';

/** A node that is a container of this machine's Docker. */
export interface NodeLoadOptions {
  /** Name of the node's container, such as `minikube` or `minikube-m02`. */
  readonly node: string;
  readonly runtime: NodeRuntime;
  /** References with tags that follow from the content: one that is there is the right one. */
  readonly refs: readonly string[];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: LoadEvent) => void;
  readonly docker?: DockerCli;
}

/**
 * Brings images from this machine's Docker into a node, streamed, and looks in the node afterwards. What is there
 * already is not sent.
 *
 * @throws ImageError NODE_STOPPED, IMAGE_MISSING, LOAD_FAILED, INTERRUPTED, DOCKER_*
 */
export async function loadIntoNode(options: NodeLoadOptions): Promise<LoadResult> {
  const { node, refs, onEvent } = options;
  const before = await listNode(options);
  const present = refs.filter((ref) => before.has(fullName(ref)));
  const missing = refs.filter((ref) => !before.has(fullName(ref)));
  if (missing.length === 0) return { loaded: [], present };

  await requireHere(options, missing);
  const started = performance.now();
  onEvent?.({ type: 'loading', node, refs: missing });
  await stream(options, missing);
  const after = await listNode(options);
  const lost = missing.filter((ref) => !after.has(fullName(ref)));
  if (lost.length > 0) {
    const because = `the node took the archive, but does not list ${lost.join(', ')}`;
    const fix = 'check that the images are built for the processor of the node';
    throw loadFailed(options, missing, because, fix);
  }
  onEvent?.({ type: 'loaded', node, refs: missing, milliseconds: Math.round(performance.now() - started) });
  return { loaded: missing, present };
}

async function listNode({ node, runtime, signal, docker = DOCKER }: NodeLoadOptions): Promise<Set<string>> {
  const { list, parse } = RUNTIMES[runtime];
  const doing = `list the images in node ${node}`;
  const result = await runDocker(docker, doing, ['exec', node, ...list], { signal, timeout: 60_000 });
  if (result.exitCode === 0) return parse(result.stdout);
  const because = lastLine(result.stderr) || lastLine(result.stdout) || `it exited with ${result.exitCode}`;
  const fix = `start it (minikube start), and check that its container runtime is ${runtime}`;
  throw new ImageError('NODE_STOPPED', { doing, because, fix });
}

async function requireHere({ signal, docker = DOCKER }: NodeLoadOptions, refs: readonly string[]): Promise<void> {
  const found = await inspectImages(docker, refs, signal);
  if (found.length >= refs.length) return;
  const tags = new Set(found.flatMap((image) => image.tags).map(fullName));
  const absent = refs.filter((ref) => !tags.has(fullName(ref)));
  if (absent.length === 0) return;
  const because = `${absent.join(', ')} is not in this machine's Docker`;
  const fix = 'run the docker-build target of its project, then the same command again';
  throw new ImageError('IMAGE_MISSING', { doing: 'load images into the cluster', because, fix });
}

/** `docker save` into `docker exec`: layers that several images share travel once. */
async function stream(options: NodeLoadOptions, refs: readonly string[]): Promise<void> {
  const { node, runtime, signal, docker = DOCKER } = options;
  const shared = {
    reject: false,
    env: { FORCE_COLOR: '0', ...docker.env },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  } as const;
  const loaded = await execa(docker.program, ['save', ...refs], {
    ...shared,
    stdin: 'ignore',
    encoding: 'buffer',
    buffer: { stdout: false },
  }).pipe(docker.program, ['exec', '-i', node, ...RUNTIMES[runtime].load], shared);
  for (const side of [loaded, ...loaded.pipedFrom]) requireSuccess(options, refs, side);
}

/** What both ends of the stream tell about themselves. */
interface Side {
  readonly failed: boolean;
  readonly isCanceled: boolean;
  readonly code?: string | undefined;
  readonly stderr?: unknown;
}

function requireSuccess(options: NodeLoadOptions, refs: readonly string[], side: Side): void {
  if (!side.failed) return;
  const doing = `load ${refs.join(', ')} into node ${options.node}`;
  if (side.isCanceled) {
    throw new ImageError('INTERRUPTED', { doing, because: 'it was interrupted', fix: 'run the same command again' });
  }
  const stderr = textOf(side.stderr);
  const known = classifyDocker({ doing, code: side.code, timedOut: false, stderr });
  if (known !== undefined) throw new ImageError(known.code, known.parts, side);
  const fix = 'check the free disk space of the node (docker exec NODE df -h /var) and run the same command again';
  throw loadFailed(options, refs, lastLine(stderr) || 'the stream into the node broke off', fix);
}

/** The saving end runs with raw bytes, so its messages are bytes too. */
function textOf(output: unknown): string {
  if (output instanceof Uint8Array) return Buffer.from(output).toString();
  return typeof output === 'string' ? output : '';
}

function loadFailed({ node }: NodeLoadOptions, refs: readonly string[], because: string, fix: string): ImageError {
  return new ImageError('LOAD_FAILED', { doing: `load ${refs.join(', ')} into node ${node}`, because, fix });
}
