import type { Stack } from '@nx-kube/manifests';
import { type LocalPlan, planLocal } from '@nx-kube/manifests/local';

import { readSecretInputs } from '../secrets/environment.ts';
import { type LocalSecrets, localSecrets } from './local-secrets.ts';

/** What a stack is planned with. */
export interface PlanSurroundings {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Secrets that earlier runs have made. */
  readonly stored: Readonly<Record<string, string>>;
}

/** A stack whose secrets are known. */
export interface Planner extends Pick<LocalSecrets, 'kept' | 'sources'> {
  /** @param origins addresses that people will see */
  readonly planAt: (origins: readonly string[]) => LocalPlan;
}

/**
 * Gathers the secrets of a stack, and evaluates it for this machine.
 *
 * @throws PluginError MISSING_SECRET
 */
export async function openPlanner(stack: Stack, { root, env, stored }: PlanSurroundings): Promise<Planner> {
  const overlay = stack.local({ origins: ['http://localhost'] }) as { secrets?: Readonly<Record<string, string>> };
  const decided = Object.keys(overlay.secrets ?? {});
  const { values, kept, sources } = localSecrets(stack, await readSecretInputs(root, env), { decided, stored });
  return { kept, sources, planAt: (origins) => planLocal(stack, { secrets: values, origins }) };
}
