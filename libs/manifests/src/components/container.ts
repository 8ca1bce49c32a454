import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import { concat } from '../hole/build.ts';
import type { Fields } from '../hole/templated.ts';
import type { ImageValues, ResourceValues } from './scope.ts';

/** What a container runs and may use, locked down to what Pod Security *restricted* allows and then the file system. */
export function container(
  image: ImageValues,
  resources: ResourceValues,
): Pick<Fields<IContainer>, 'image' | 'imagePullPolicy' | 'resources' | 'securityContext'> {
  const { repository, tag, pullPolicy } = image;
  return {
    image:
      typeof repository === 'string' && typeof tag === 'string'
        ? `${repository}:${tag}`
        : concat([repository, ':', tag]),
    ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }),
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  };
}

/** How the kubelet asks whether a container has started, can serve, and lives. */
export type Probes = { readonly [probe in 'startupProbe' | 'readinessProbe' | 'livenessProbe']?: Fields<IProbe> };

/**
 * Probes of an HTTP service. Until it is ready once, it is asked every second, so that a pod counts as soon as it can;
 * only then do readiness and liveness begin.
 *
 * @param port name of the container's port
 */
export function httpProbes(port: string): Required<Probes> {
  const get = (path: string): Pick<Fields<IProbe>, 'httpGet'> => ({ httpGet: { path, port } });
  return {
    startupProbe: { ...get('/ready'), periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 180 },
    readinessProbe: { ...get('/ready'), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
    livenessProbe: { ...get('/health'), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
  };
}
