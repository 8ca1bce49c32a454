import { findProfile, MinikubeError } from '@nx-kube/minikube';

import { chooseProfile } from '../deploy/profile-name.ts';
import type { World } from '../world.ts';

/** What minikube has: a cluster that runs, one that does not, or none. */
export type MinikubeState = 'running' | 'stopped' | 'absent';

/** Asks minikube about the profile that nobody has named; where there is no minikube, there is no cluster. */
export async function minikubeState({ env, signal }: World): Promise<MinikubeState> {
  const profile = chooseProfile({}, env);
  try {
    const found = await findProfile({ signal, ...(profile === undefined ? {} : { profile }) });
    if (found === undefined) return 'absent';
    return found.status === 'Running' ? 'running' : 'stopped';
  } catch (error) {
    if (error instanceof MinikubeError) return 'absent';
    throw error;
  }
}
