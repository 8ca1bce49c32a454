import type { KubeObject } from '@nx-kube/kube';

/** One object of each kind that a stack is made of, in which nothing is wrong. */
export function soundObjects(namespace: string): readonly KubeObject[] {
  const metadata = (name: string) => ({ name, namespace, labels: { app: name } });
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: soundPod() };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const job = { template: { spec: { ...soundPod(), restartPolicy: 'Never' } } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('settings'), data: { LEVEL: 'info' } },
    { apiVersion: 'v1', kind: 'Secret', metadata: metadata('keys'), data: { TOKEN: 'Y2FuYXJ5' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('web') },
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: metadata('data'), spec: claim },
    { apiVersion: 'v1', kind: 'Pod', metadata: metadata('web'), spec: soundPod() },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('web'),
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata('web'),
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template,
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: metadata('store'),
      spec: {
        serviceName: 'web',
        selector: { matchLabels: labels },
        template,
        volumeClaimTemplates: [{ metadata: { name: 'files' }, spec: claim }],
      },
    },
    { apiVersion: 'batch/v1', kind: 'Job', metadata: metadata('once'), spec: job },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: metadata('nightly'),
      spec: { schedule: '0 3 * * *', jobTemplate: { spec: job } },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadata('web'),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 1,
        maxReplicas: 3,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: metadata('web'),
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: metadata('web'),
      spec: {
        rules: [
          {
            host: 'web.example.com',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata('web'),
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }],
        egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: metadata('reader'),
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: metadata('reader'),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'web', namespace }],
    },
  ];
}

/** A pod that a namespace of level restricted takes. */
function soundPod(): Readonly<Record<string, unknown>> {
  return {
    serviceAccountName: 'web',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'web',
        image: 'web:1',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        resources: { limits: { cpu: '1', memory: '128Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
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
  };
}

/** Keys and indexes from an object on. */
export type Path = readonly (string | number)[];

/** The value with one part of it changed; `undefined` takes the part away. */
export function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const inner = changed((value as Record<string | number, unknown> | undefined)?.[key], rest, to);
  if (Array.isArray(value)) {
    return inner === undefined ? value.toSpliced(Number(key), 1) : value.toSpliced(Number(key), 1, inner);
  }
  const { [key]: _, ...others } = { ...(value as Record<string | number, unknown> | undefined) };
  return inner === undefined ? others : { ...others, [key]: inner };
}
