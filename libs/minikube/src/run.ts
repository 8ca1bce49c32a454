import { execa } from 'execa';

import { MinikubeError } from './error.ts';

/** Result of one call. A non-zero exit is a value: `minikube status` uses its bits as an answer. */
export interface MinikubeResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How one call is run. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Gets each line of standard output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** No art, no colour, no question and no look for updates; everything else comes from the user's environment. */
const QUIET = { FORCE_COLOR: '0', MINIKUBE_IN_STYLE: 'false', MINIKUBE_WANTUPDATENOTIFICATION: 'false' };

/**
 * Calls the `minikube` on PATH. Its environment (MINIKUBE_HOME, MINIKUBE_FORCE, MINIKUBE_BASE_IMAGE, …) passes through.
 *
 * @param doing clause for the error, such as `start profile minikube`
 * @throws MinikubeError MINIKUBE_MISSING, INTERRUPTED; not for other non-zero exits
 */
export async function runMinikube(
  doing: string,
  args: readonly string[],
  { signal, onLine }: RunOptions = {},
): Promise<MinikubeResult> {
  const child = execa('minikube', [...args, '--user=nx-kube'], {
    stdin: 'ignore',
    reject: false,
    env: QUIET,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  if (onLine !== undefined) for await (const line of child.iterable()) onLine(line);
  const result = await child;
  if (result.isCanceled) {
    throw new MinikubeError('INTERRUPTED', { doing, because: 'it was interrupted', fix: 'run the same command again' });
  }
  if (result.code === 'ENOENT') {
    const because = 'there is no program `minikube` on PATH';
    const fix = 'install minikube 1.32 or newer: https://minikube.sigs.k8s.io/docs/start/';
    throw new MinikubeError('MINIKUBE_MISSING', { doing, because, fix }, result);
  }
  return { exitCode: result.exitCode ?? 1, stdout: result.stdout, stderr: result.stderr };
}
