import { type Cluster, openCluster } from '@nx-kube/apply';

import { PluginError } from '../error.ts';

const OLDEST = { major: 1, minor: 28 };

/**
 * Connects to a context and refuses a Kubernetes that is too old. The signal of the run is not the connection's: after an
 * interruption the engine still has a Lease to give back.
 *
 * @throws PluginError KUBERNETES_TOO_OLD; ApplyError
 */
export async function connect(context: string): Promise<Cluster> {
  const cluster = await openCluster({ context });
  const { gitVersion, major, minor } = await cluster.version();
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return cluster;
  cluster.close();
  throw new PluginError('KUBERNETES_TOO_OLD', {
    doing: `use the cluster ${context}`,
    because: `it runs Kubernetes ${gitVersion}, and ${OLDEST.major}.${OLDEST.minor} is the oldest that we support`,
    fix: 'start a newer one: minikube start --kubernetes-version=stable',
  });
}
