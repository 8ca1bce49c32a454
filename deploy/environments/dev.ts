import type { Overlay } from '@nx-kube/manifests';
import type { Values } from '../values.ts';

/** A shared cluster for development: as small as minikube, and talkative. */
export const dev: Overlay<Values> = {
  environment: 'dev',
  config: { logLevel: 'debug' },
};
