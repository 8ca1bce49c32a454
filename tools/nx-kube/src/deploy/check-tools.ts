import { checkDocker } from '@nx-kube/image';
import { checkMinikube } from '@nx-kube/minikube';

import type { World } from '../world.ts';

/**
 * Docker is there, runs and is new enough, and so is minikube. Where Nx has run `docker-build` before us, Docker has just
 * answered and is not asked again.
 *
 * @throws ImageError, MinikubeError
 */
export async function checkTools({ emit, signal, underNx }: World): Promise<void> {
  emit({ type: 'step', step: 'check', state: 'started', message: 'docker, minikube' });
  const [docker, minikube] = await Promise.all([
    underNx ? undefined : checkDocker({ signal }),
    checkMinikube({ signal }),
  ]);
  const message = `${docker === undefined ? '' : `docker ${docker.serverVersion}, `}minikube ${minikube}`;
  emit({ type: 'step', step: 'check', state: 'finished', message });
}
