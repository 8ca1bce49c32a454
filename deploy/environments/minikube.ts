import type { Overlay } from '@nx-kube/manifests';
import type { Values } from '../values.ts';

/** A cluster on this machine: images are loaded into its node and never pulled. */
export const minikube: Overlay<Values> = {
  environment: 'local',
  images: {
    frontend: { pullPolicy: 'Never' },
    backend: { pullPolicy: 'Never' },
    mcp: { pullPolicy: 'Never' },
    postgres: { pullPolicy: 'Never' },
  },
};
