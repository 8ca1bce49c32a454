import type { Overlay } from '@nx-kube/manifests';
import type { Values } from '../values.ts';

/** Values that everybody can read here, so that the chart installs without questions; prod refuses them. */
export const devSecrets = {
  betterAuthSecret: 'dev-only-not-a-secret-do-not-use-in-prod',
  postgresPassword: 'dev-only-not-a-secret',
} as const;

/** A shared cluster for development: as small as minikube, and talkative. */
export const dev: Overlay<Values> = {
  environment: 'dev',
  config: { logLevel: 'debug' },
  secrets: devSecrets,
};
