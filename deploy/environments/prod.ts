import type { Overlay } from '@nx-kube/manifests';
import type { Values } from '../values.ts';

/** Production: every pod is sure of all the CPU that it may use, and talks only with whom it has to. */
export const prod: Overlay<Values> = {
  environment: 'prod',
  resources: {
    frontend: { requests: { cpu: '0.5' } },
    backend: { requests: { cpu: '1' } },
    mcp: { requests: { cpu: '0.5' } },
    postgres: { requests: { cpu: '0.5' } },
  },
  database: { storage: '10Gi' },
  networkPolicy: { enabled: true },
};
