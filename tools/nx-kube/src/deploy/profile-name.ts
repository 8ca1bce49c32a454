import { profileContext } from '@nx-kube/minikube';

import { PluginError } from '../error.ts';

/** The options that name a cluster. */
export interface ClusterChoice {
  readonly profile?: string;
  readonly context?: string;
}

/**
 * Which profile is meant. The context is always the profile's own; kubectl's current context has no say. Pure.
 *
 * @returns `undefined` when nothing names one: minikube's own choice counts
 * @throws PluginError CONTEXT_MISMATCH
 */
export function chooseProfile(
  { profile, context }: ClusterChoice,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (profile !== undefined && context !== undefined && context !== profileContext(profile)) {
    throw new PluginError('CONTEXT_MISMATCH', {
      doing: 'choose the cluster',
      because: `--profile ${profile} has the context ${profileContext(profile)}, and --context says ${context}`,
      fix: 'give only one of the two',
    });
  }
  return profile ?? context ?? (env['MINIKUBE_PROFILE'] || undefined);
}
