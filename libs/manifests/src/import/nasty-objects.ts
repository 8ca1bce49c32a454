import type { KubeObject } from '@nx-kube/kube';

/** Objects that are hard to write down as code, for tests. Each value of a Secret contains `canary`. */
export const nastyObjects: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'norway', labels: { app: 'class' }, annotations: { 'a.b/c': 'on', '': 'empty' } },
    data: {
      country: 'no',
      octal: '0777',
      sexagesimal: '190:20:30',
      tilde: '~',
      merge: '<<',
      quote: `it's "quoted" \\ and \`\${ticked}\``,
      unicode: 'ä 日本 😀 \u0085 \u2028 \u2029 \ufeff \u00a0 \u200b',
      control: '\0\u0001\u001b\u007f',
      'server.conf': `${'# a long line of settings '.repeat(4)}\nlisten 80;\n\tindent\r\nend\n`,
      class: 'reserved',
      '1': 'number',
      constructor: 'inherited',
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'keys',
      namespace: 'shop',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"Y2FuYXJ5"}}' },
    },
    data: { 'api-key': 'Y2FuYXJ5', api_key: 'Y2FuYXJ5MQ==', 'key.p12': '/2NhbmFyef8=', empty: '' },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'more' }, stringData: { 'api-key': 'canary\n"two"' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } },
  {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'stack', namespace: 'shop' },
    spec: {
      big: 1e21,
      small: 1e-7,
      float: 0.5,
      none: null,
      list: [[1, 2], [3, 4], []],
      deep: [{ a: 1 }, { b: [] }, {}],
    },
    status: {},
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'stack', namespace: 'shop', creationTimestamp: null },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'stack' } },
      template: {
        metadata: { labels: { app: 'stack' } },
        spec: {
          containers: [
            { name: 'a', image: 'registry.example:5000/shop/web:1.0' },
            { name: 'b', image: 'registry.example:5000/shop/web' },
            { name: 'c', image: `web:1.1@sha256:${'0'.repeat(64)}` },
            { name: 'd', image: 'web:2' },
            { name: 'e', image: 'cockroachdb/cockroach:2' },
            {
              name: 'f',
              image: 'an-organisation-with-a-name/that-is-long/and-an-image-with-a-name-that-is-longer-still:2',
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'ingress', namespace: 'shop' },
    spec: {
      tls: [{ hosts: ['a.example', '*.b.example'], secretName: 'tls' }],
      rules: [{ host: 'a.example' }, { host: '*.b.example' }, { http: { paths: [] } }],
    },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'delete', namespace: 'other' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' },
    subjects: [{ kind: 'ServiceAccount', name: 'x', namespace: 'shop' }],
  },
];
