import { MinikubeError } from './error.ts';
import type { StartStep } from './events.ts';
import { parseEvent } from './events.ts';
import { explain } from './failure.ts';
import type { Profile } from './profile.ts';
import { findProfile } from './profile.ts';
import { runMinikube } from './run.ts';

/** What a new profile is made of; one that is there keeps what it was made of. */
export interface StartOptions {
  readonly name: string;
  readonly driver: string;
  readonly runtime: string;
  /** MiB; 4096 if absent. */
  readonly memoryMb?: number;
  /** Minikube's own default if absent. */
  readonly cpus?: number;
  /** Such as `v1.34.4`; minikube's own default (or MINIKUBE_KUBERNETES_VERSION) if absent. */
  readonly kubernetesVersion?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: StartStep) => void;
}

/**
 * Makes a profile run: creates it, resumes it if it is stopped or broken, unpauses it if it is paused, leaves it alone
 * if it runs. The current context of kubectl stays.
 *
 * @throws MinikubeError START_FAILED with minikube's own advice, MINIKUBE_MISSING, INTERRUPTED
 */
export async function startProfile(options: StartOptions): Promise<Profile> {
  const { name, signal, onStep } = options;
  const lookup = signal === undefined ? { profile: name } : { profile: name, signal };
  const before = await findProfile(lookup);
  if (before?.status === 'Running') return before;
  const doing = before === undefined ? `create profile ${name}` : `start profile ${name} again`;
  const args = before?.status === 'Paused' ? unpauseArguments(name) : startArguments(options, before);
  const result = await runMinikube(doing, args, {
    signal,
    onLine: (line) => {
      const event = parseEvent(line);
      if (event !== undefined && event.type !== 'error') onStep?.(event);
    },
  });
  if (result.exitCode !== 0) throw new MinikubeError('START_FAILED', explain(doing, result));
  const after = await findProfile(lookup);
  if (after?.status === 'Running') return after;
  const because = `minikube reported success, but the profile is ${after?.status ?? 'not there'}`;
  throw new MinikubeError('START_FAILED', { doing, because, fix: `see: minikube logs -p ${name}` });
}

/**
 * Arguments of `minikube start`. Driver and runtime are always given for a new profile: without a driver, a failed start
 * deletes the profile and tries the next one; and the default runtime changes with 1.39. Pure.
 */
export function startArguments(options: StartOptions, existing: Profile | undefined): string[] {
  const { name, driver, runtime, memoryMb = 4096, cpus, kubernetesVersion } = options;
  const fixed = [
    'start',
    `--profile=${name}`,
    '--output=json',
    '--interactive=false',
    '--keep-context',
    '--delete-on-failure=false',
    '--wait=apiserver,system_pods,default_sa,node_ready,kubelet',
  ];
  if (existing !== undefined) {
    return [...fixed, `--driver=${existing.driver}`, `--container-runtime=${existing.runtime}`];
  }
  const size = [`--memory=${memoryMb}`, ...(cpus === undefined ? [] : [`--cpus=${cpus}`])];
  const version = kubernetesVersion === undefined ? [] : [`--kubernetes-version=${kubernetesVersion}`];
  return [...fixed, `--driver=${driver}`, `--container-runtime=${runtime}`, ...size, ...version];
}

function unpauseArguments(name: string): string[] {
  return ['unpause', `--profile=${name}`, '--output=json'];
}
