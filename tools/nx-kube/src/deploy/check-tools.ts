import { checkDocker } from '@nx-kube/image';
import { checkMinikube } from '@nx-kube/minikube';

import type { World } from '../world.ts';

/**
 * Docker is there, runs and is new enough, and so is minikube.
 *
 * @throws ImageError, MinikubeError
 */
export async function checkTools({ emit, signal }: World): Promise<void> {
  emit({ type: 'step', step: 'check', state: 'started', message: 'docker, minikube' });
  const [docker, minikube] = await Promise.all([checkDocker({ signal }), checkMinikube({ signal })]);
  emit({
    type: 'step',
    step: 'check',
    state: 'finished',
    message: `docker ${docker.serverVersion}, minikube ${minikube}`,
  });
}
