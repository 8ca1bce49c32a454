import type { Cluster } from '@nx-kube/apply';
import { evaluateStack } from '@nx-kube/manifests';
import { findProfile, type Profile } from '@nx-kube/minikube';

import { connect } from '../deploy/open-cluster.ts';
import { chooseProfile, type ClusterChoice } from '../deploy/profile-name.ts';
import { PluginError } from '../error.ts';
import { loadStack, requireEnvironment } from '../stack/load-stack.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import type { World } from '../world.ts';

/** Options that name a release in a cluster. */
export interface ReleaseOptions extends ClusterChoice {
  readonly stack: string;
  readonly environment: string;
  readonly namespace?: string;
}

/** A release in a cluster that runs. */
export interface ReleaseTarget {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
}

/**
 * Finds the release that a stack has in its cluster, and opens the connection; the caller closes it.
 *
 * @throws PluginError NOT_READY when the profile does not run, CONTEXT_MISMATCH; ApplyError
 */
export async function openRelease(options: ReleaseOptions, world: World): Promise<ReleaseTarget> {
  const { stack: path, environment } = options;
  const stack = await loadStack(world.root, path);
  requireEnvironment(stack, environment);
  const { context } = await runningProfile(options, world);
  const namespace = options.namespace ?? evaluateStack(stack, placeholderInput(stack, environment)).namespace;
  return { cluster: await connect(context), release: stack.name, namespace };
}

/**
 * The profile that is meant, which has to run.
 *
 * @throws PluginError NOT_READY, CONTEXT_MISMATCH
 */
export async function runningProfile(options: ClusterChoice, { env, signal }: World): Promise<Profile> {
  const wanted = chooseProfile(options, env);
  const profile = await findProfile(wanted === undefined ? { signal } : { profile: wanted, signal });
  if (profile?.status === 'Running') return profile;
  const name = profile?.name ?? wanted ?? 'minikube';
  throw new PluginError('NOT_READY', {
    doing: `reach the cluster of profile ${name}`,
    because: profile === undefined ? 'there is no such profile' : `it is ${profile.status.toLowerCase()}`,
    fix: profile === undefined ? 'see: minikube profile list' : `start it: minikube start -p ${name}`,
  });
}
