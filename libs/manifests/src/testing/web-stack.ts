import type { KubeObject } from '@nx-kube/kube';

/** A small stack in which nothing is wrong: one Deployment with everything that can be linked to it. */
export function webStack(): KubeObject[] {
  const namespace = 'demo';
  const labels = { app: 'web' };
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const resources = { limits: { cpu: '1', memory: '128Mi' }, requests: { cpu: '100m', memory: '64Mi' } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { LEVEL: 'info' } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace }, data: { TOKEN: 'Y2FuYXJ5' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: 'web',
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'web',
                image: 'web:1',
                securityContext,
                resources,
                ports: [{ name: 'http', containerPort: 8080 }],
                env: [
                  { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } } },
                  { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'TOKEN' } } },
                ],
                readinessProbe: { httpGet: { path: '/', port: 'http' } },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web', namespace },
      spec: {
        rules: [
          {
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
            },
          },
        ],
      },
    },
  ];
}

/**
 * The small stack with one value changed.
 *
 * @param path keys and indexes from the object of this kind on; `undefined` as the value takes the key away
 */
export function planted(kind: string, path: readonly (string | number)[], value: unknown): KubeObject[] {
  return webStack().map((object) => (object.kind === kind ? (plant(object, path, value) as KubeObject) : object));
}

function plant(at: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = plant((at as Record<string | number, unknown> | undefined)?.[key], rest, value);
  if (Array.isArray(at)) return at.with(Number(key), inner);
  const { [key]: _, ...others } = { ...(at as Record<string | number, unknown> | undefined) };
  return inner === undefined ? others : { ...others, [key]: inner };
}
