import { findProfile, type Profile, startProfile, type StartStep } from '@nx-kube/minikube';

import { PluginError } from '../error.ts';
import type { World } from '../world.ts';
import { chooseProfile, type ClusterChoice } from './profile-name.ts';

/** Which profile to use, and what to make it of if it has to be made. */
export interface ProfileOptions extends ClusterChoice {
  readonly driver: string;
  readonly runtime: string;
  readonly memory: number;
  readonly cpus: number;
  readonly kubernetesVersion?: string;
  readonly dryRun: boolean;
}

/**
 * The profile, running: as it is, started again, or made.
 *
 * @returns `undefined` for a dry run that would have to start it
 * @throws PluginError CONTEXT_MISMATCH; MinikubeError
 */
export async function runningProfile(options: ProfileOptions, world: World): Promise<Profile | undefined> {
  const { emit, signal } = world;
  const wanted = chooseProfile(options, world.env);
  emit({ type: 'step', step: 'cluster', state: 'started', message: `profile ${wanted ?? 'of minikube'}` });
  const found = await findProfile(wanted === undefined ? { signal } : { profile: wanted, signal });
  if (found?.status === 'Running') return finish(found, world);
  if (found === undefined) requireFreedom(options);
  const name = found?.name ?? wanted ?? 'minikube';
  if (options.dryRun) {
    const message = `profile ${name} is ${found?.status.toLowerCase() ?? 'not there'}; a real run would start it`;
    emit({ type: 'step', step: 'cluster', state: 'finished', message });
    return undefined;
  }
  const { driver, runtime, memory: memoryMb, cpus, kubernetesVersion } = options;
  const version = kubernetesVersion === undefined ? {} : { kubernetesVersion };
  const onStep = (step: StartStep): void => tellStep(step, emit);
  return finish(await startProfile({ name, driver, runtime, memoryMb, cpus, ...version, signal, onStep }), world);
}

function finish(profile: Profile, { emit }: World): Profile {
  const { name, kubernetesVersion, runtime, ip } = profile;
  const message = `profile ${name} runs Kubernetes ${kubernetesVersion} on ${runtime}${ip ? ` at ${ip}` : ''}`;
  emit({ type: 'step', step: 'cluster', state: 'finished', message });
  return profile;
}

/** A context that belongs to no profile is somebody else's cluster; making a profile of that name is not what was meant. */
function requireFreedom({ profile, context }: ProfileOptions): void {
  if (context === undefined || profile !== undefined) return;
  throw new PluginError('CONTEXT_MISMATCH', {
    doing: 'choose the cluster',
    because: `no profile of minikube has the context ${context}`,
    fix: `name the profile with --profile, or leave --context out; minikube profile list shows all`,
  });
}

/** Its remarks are left out: they repeat the environment. */
function tellStep(step: StartStep, emit: World['emit']): void {
  const note = (message: string): void => emit({ type: 'step', step: 'cluster', state: 'note', message });
  if (step.type === 'step') note((step.message || step.name).trim());
  if (step.type === 'download') note(`downloading ${step.artifact} ${Math.round(step.progress * 100)} %`);
  if (step.type === 'warning') emit({ type: 'note', kind: 'warning', message: step.message.trim() });
}
