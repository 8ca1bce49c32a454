import { join } from 'node:path';
import type { KubeContext } from './kubeconfig.ts';

/** Where Kubernetes mounts the ServiceAccount of a pod. */
const mount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Name of the context that stands for the cluster in which this process runs. */
export const inClusterName = 'in-cluster';

/**
 * The cluster in which this process runs, as its pod's ServiceAccount; `undefined` outside of a pod.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api
 */
export function inClusterContext(
  environment: Readonly<Record<string, string | undefined>>,
  directory = mount,
): KubeContext | undefined {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  if (!host) return undefined;
  const address = host.includes(':') ? `[${host}]` : host;
  return {
    name: inClusterName,
    cluster: {
      directory,
      fields: {
        server: `https://${address}:${environment['KUBERNETES_SERVICE_PORT'] ?? '443'}`,
        'certificate-authority': join(directory, 'ca.crt'),
      },
    },
    user: { directory, fields: { tokenFile: join(directory, 'token') } },
  };
}
