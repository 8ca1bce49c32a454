import { MinikubeError } from './error.ts';
import { explain } from './failure.ts';
import { runMinikube } from './run.ts';

const OLDEST = [1, 32] as const;

/**
 * Asks minikube for its version.
 *
 * @returns such as `v1.38.1`
 * @throws MinikubeError MINIKUBE_MISSING, MINIKUBE_TOO_OLD (before 1.32)
 */
export async function checkMinikube(options: { signal?: AbortSignal } = {}): Promise<string> {
  const doing = 'ask minikube for its version';
  const result = await runMinikube(doing, ['version', '-o', 'json'], options);
  const version = parseMinikubeVersion(result.stdout);
  if (version === undefined) throw new MinikubeError('MINIKUBE_FAILED', explain(doing, result));
  if (isSupported(version)) return version;
  const because = `minikube ${version} is older than ${OLDEST.join('.')}`;
  const fix = 'update it: https://minikube.sigs.k8s.io/docs/start/';
  throw new MinikubeError('MINIKUBE_TOO_OLD', { doing: 'use minikube', because, fix });
}

/** Reads `minikube version -o json`: `{ "minikubeVersion": "v1.38.1", … }`. Pure. */
export function parseMinikubeVersion(text: string): string | undefined {
  return /"minikubeVersion":\s*"([^"]+)"/.exec(text)?.[1];
}

/** Says whether the version is new enough. Pure. */
export function isSupported(version: string): boolean {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}
