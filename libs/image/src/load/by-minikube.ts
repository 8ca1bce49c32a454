import { execa } from 'execa';

import { lastLine } from '../docker.ts';
import { ImageError } from '../error.ts';
import type { LoadEvent, LoadResult } from './event.ts';
import { fullName } from './node-runtime.ts';

/** A cluster of minikube whose nodes are not containers of this machine's Docker. */
export interface MinikubeLoadOptions {
  readonly profile: string;
  readonly refs: readonly string[];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: LoadEvent) => void;
}

/**
 * Loads images with `minikube image load`, for the drivers (virtual machines) that give no stream into the node. That
 * command exits 0 on failure, so the list afterwards decides.
 *
 * @throws ImageError MINIKUBE_MISSING, NODE_STOPPED, LOAD_FAILED, INTERRUPTED
 */
export async function loadByMinikube(options: MinikubeLoadOptions): Promise<LoadResult> {
  const { profile, refs, onEvent } = options;
  const before = await listProfile(options);
  const present = refs.filter((ref) => before.has(fullName(ref)));
  const missing = refs.filter((ref) => !before.has(fullName(ref)));
  if (missing.length === 0) return { loaded: [], present };

  const started = performance.now();
  onEvent?.({ type: 'loading', node: profile, refs: missing });
  // --daemon: take them from this machine's Docker without asking a registry first.
  const said = await minikube(options, ['image', 'load', '--daemon', ...missing]);
  const after = await listProfile(options);
  const lost = missing.filter((ref) => !after.has(fullName(ref)));
  if (lost.length > 0) {
    const because = lastLine(said.stderr) || `minikube says nothing, but does not list ${lost.join(', ')}`;
    const parts = { doing: `load ${lost.join(', ')} into profile ${profile}`, because, fix: 'see `minikube logs`' };
    throw new ImageError('LOAD_FAILED', parts);
  }
  onEvent?.({ type: 'loaded', node: profile, refs: missing, milliseconds: Math.round(performance.now() - started) });
  return { loaded: missing, present };
}

async function listProfile(options: MinikubeLoadOptions): Promise<Set<string>> {
  const { exitCode, stdout, stderr } = await minikube(options, ['image', 'ls', '--format', 'json']);
  if (exitCode === 0) return parseMinikubeList(stdout);
  const doing = `list the images in profile ${options.profile}`;
  const fix = `start it: minikube start -p ${options.profile}`;
  throw new ImageError('NODE_STOPPED', { doing, because: lastLine(stderr) || lastLine(stdout), fix });
}

/** Reads `minikube image ls --format json`: `[{ id, repoTags, … }]`. Pure. */
export function parseMinikubeList(output: string): Set<string> {
  const images = JSON.parse(output) as { repoTags?: string[] | null }[] | null;
  return new Set((images ?? []).flatMap(({ repoTags }) => repoTags ?? []).map(fullName));
}

async function minikube(
  { profile, signal }: MinikubeLoadOptions,
  args: readonly string[],
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const result = await execa('minikube', ['--profile', profile, ...args], {
    stdin: 'ignore',
    reject: false,
    env: { FORCE_COLOR: '0', MINIKUBE_IN_STYLE: 'false', MINIKUBE_WANTUPDATENOTIFICATION: 'false' },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const doing = `run minikube ${args.slice(0, 2).join(' ')}`;
  if (result.isCanceled) {
    throw new ImageError('INTERRUPTED', { doing, because: 'it was interrupted', fix: 'run the same command again' });
  }
  if (result.code === 'ENOENT') {
    const fix = 'install it: https://minikube.sigs.k8s.io/docs/start/';
    throw new ImageError('MINIKUBE_MISSING', { doing, because: 'there is no program `minikube` on PATH', fix });
  }
  return { exitCode: result.exitCode ?? 1, stdout: result.stdout, stderr: result.stderr };
}
