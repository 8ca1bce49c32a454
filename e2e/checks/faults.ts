import type { Path } from './sound.ts';

/** A change that makes one of the sound objects wrong. */
export interface PlantedFault {
  readonly what: string;
  readonly kind: string;
  readonly path: Path;
  /** `undefined` takes the part away. */
  readonly to: unknown;
}

const pod: Path = ['spec', 'template', 'spec'];
const web: Path = [...pod, 'containers', 0];
const volume = (name: string, more: object = { emptyDir: {} }): object => ({ name, ...more });

const inDeployments: readonly Omit<PlantedFault, 'kind'>[] = [
  { what: 'a misspelt field', path: ['spec', 'replica'], to: 3 },
  { what: 'a misspelt field of a container', path: [...web, 'imge'], to: 'x' },
  { what: 'a count that is a text', path: ['spec', 'replicas'], to: 'three' },
  { what: 'a count that is a fraction', path: ['spec', 'replicas'], to: 1.5 },
  { what: 'a negative count', path: ['spec', 'replicas'], to: -1 },
  { what: 'no selector', path: ['spec', 'selector'], to: undefined },
  { what: 'an empty selector', path: ['spec', 'selector'], to: {} },
  { what: 'a selector of other pods', path: ['spec', 'selector', 'matchLabels'], to: { app: 'other' } },
  { what: 'a pull policy that does not exist', path: [...web, 'imagePullPolicy'], to: 'Sometimes' },
  { what: 'a quantity that is a word', path: [...web, 'resources', 'limits', 'cpu'], to: 'half' },
  { what: 'a quantity with a blank', path: [...web, 'resources', 'limits', 'memory'], to: '1 Gi' },
  { what: 'a quantity in GB', path: [...web, 'resources', 'limits', 'memory'], to: '1GB' },
  { what: 'a request above its limit', path: [...web, 'resources', 'requests', 'memory'], to: '1Gi' },
  { what: 'a name in capitals', path: ['metadata', 'name'], to: 'Web' },
  { what: 'a name with an underscore', path: ['metadata', 'name'], to: 'my_web' },
  { what: 'a label with a blank', path: ['metadata', 'labels', 'tier'], to: 'a b' },
  { what: 'a label key with two slashes', path: ['metadata', 'labels', 'a/b/c'], to: 'x' },
  { what: 'a label that is a number', path: ['metadata', 'labels', 'version'], to: 1 },
  { what: 'an annotation key with a blank', path: ['metadata', 'annotations'], to: { 'a b': 'c' } },
  { what: 'no containers', path: [...pod, 'containers'], to: [] },
  { what: 'a container without a name', path: [...web, 'name'], to: undefined },
  { what: 'a container name with a dot', path: [...web, 'name'], to: 'web.one' },
  { what: 'a container without an image', path: [...web, 'image'], to: undefined },
  { what: 'a port that is too high', path: [...web, 'ports', 0, 'containerPort'], to: 70_000 },
  { what: 'a port name that is too long', path: [...web, 'ports', 0, 'name'], to: 'a-very-long-port-name' },
  { what: 'a variable that is a number', path: [...web, 'env', 0], to: { name: 'A', value: 1 } },
  { what: 'a variable with a value and a source', path: [...web, 'env', 0, 'value'], to: 'x' },
  {
    what: 'a variable with two sources',
    path: [...web, 'env', 0, 'valueFrom', 'secretKeyRef'],
    to: { name: 'keys', key: 'A' },
  },
  { what: 'a variable twice', path: [...web, 'env', 1, 'name'], to: 'LEVEL' },
  { what: 'a volume twice', path: [...pod, 'volumes'], to: [volume('tmp'), volume('tmp')] },
  {
    what: 'a volume with two sources',
    path: [...pod, 'volumes', 0],
    to: volume('tmp', { emptyDir: {}, configMap: { name: 'settings' } }),
  },
  { what: 'a mount without a volume', path: [...web, 'volumeMounts', 0, 'name'], to: 'temp' },
  { what: 'a sub path out of the volume', path: [...web, 'volumeMounts', 0, 'subPath'], to: '../etc' },
  { what: 'a probe without a way to ask', path: [...web, 'readinessProbe'], to: { periodSeconds: 3 } },
  { what: 'a probe with two ways to ask', path: [...web, 'readinessProbe', 'tcpSocket'], to: { port: 8080 } },
  { what: 'a probe of a port that is too high', path: [...web, 'readinessProbe', 'httpGet', 'port'], to: 99_999 },
  {
    what: 'a liveness probe that has to succeed twice',
    path: [...web, 'livenessProbe'],
    to: { httpGet: { port: 80 }, successThreshold: 2 },
  },
  { what: 'a probe that waits less than nothing', path: [...web, 'readinessProbe', 'periodSeconds'], to: -1 },
  { what: 'pods that do not start again', path: [...pod, 'restartPolicy'], to: 'Never' },
  { what: 'a rolling update of what is recreated', path: ['spec', 'strategy', 'type'], to: 'Recreate' },
  {
    what: 'a rolling update that cannot move',
    path: ['spec', 'strategy', 'rollingUpdate'],
    to: { maxSurge: 0, maxUnavailable: 0 },
  },
  { what: 'a share without a per cent sign', path: ['spec', 'strategy', 'rollingUpdate', 'maxSurge'], to: 'half' },
  { what: 'a deadline before the pods are ready', path: ['spec', 'minReadySeconds'], to: 600 },
  {
    what: 'a probe of what ends',
    path: [...pod, 'initContainers'],
    to: [{ name: 'first', image: 'web:1', livenessProbe: { exec: { command: ['true'] } } }],
  },
  {
    what: 'a skew of zero',
    path: [...pod, 'topologySpreadConstraints'],
    to: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} }],
  },
];

/** Faults that the API server refuses. */
export const faults: readonly PlantedFault[] = [
  ...inDeployments.map((fault) => ({ kind: 'Deployment', ...fault })),
  { what: 'an API version of the past', kind: 'Deployment', path: ['apiVersion'], to: 'apps/v1beta1' },
  { what: 'an API version that never was', kind: 'Deployment', path: ['apiVersion'], to: 'apps/v2' },
  { what: 'a port of zero', kind: 'Service', path: ['spec', 'ports', 0, 'port'], to: 0 },
  { what: 'a type that does not exist', kind: 'Service', path: ['spec', 'type'], to: 'Internal' },
  { what: 'no ports', kind: 'Service', path: ['spec', 'ports'], to: [] },
  { what: 'two ports without names', kind: 'Service', path: ['spec', 'ports'], to: [{ port: 1 }, { port: 2 }] },
  {
    what: 'a port twice',
    kind: 'Service',
    path: ['spec', 'ports'],
    to: [
      { name: 'a', port: 1 },
      { name: 'b', port: 1 },
    ],
  },
  { what: 'an external name that is missing', kind: 'Service', path: ['spec', 'type'], to: 'ExternalName' },
  { what: 'a target port that is too high', kind: 'Service', path: ['spec', 'ports', 0, 'targetPort'], to: 70_000 },
  { what: 'a node port of an address inside', kind: 'Service', path: ['spec', 'ports', 0, 'nodePort'], to: 30_080 },
  { what: 'a name that begins with a digit', kind: 'Service', path: ['metadata', 'name'], to: '1web' },
  { what: 'a relative path', kind: 'Ingress', path: ['spec', 'rules', 0, 'http', 'paths', 0, 'path'], to: 'api' },
  { what: 'no path type', kind: 'Ingress', path: ['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'], to: undefined },
  { what: 'a host in capitals', kind: 'Ingress', path: ['spec', 'rules', 0, 'host'], to: 'Web.example.com' },
  { what: 'an address as its host', kind: 'Ingress', path: ['spec', 'rules', 0, 'host'], to: '10.0.0.1' },
  { what: 'no rules', kind: 'Ingress', path: ['spec'], to: {} },
  {
    what: 'a backend port with name and number',
    kind: 'Ingress',
    path: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port', 'number'],
    to: 80,
  },
  { what: 'a key with a blank', kind: 'ConfigMap', path: ['data', 'A B'], to: 'x' },
  { what: 'a value that is a boolean', kind: 'ConfigMap', path: ['data', 'LEVEL'], to: true },
  { what: 'more than a megabyte', kind: 'ConfigMap', path: ['data', 'LEVEL'], to: 'x'.repeat(1_048_577) },
  { what: 'a value that is no base64', kind: 'Secret', path: ['data', 'TOKEN'], to: 'not base64!' },
  { what: 'a certificate that is missing', kind: 'Secret', path: ['type'], to: 'kubernetes.io/tls' },
  { what: 'a schedule of four fields', kind: 'CronJob', path: ['spec', 'schedule'], to: '0 3 * *' },
  { what: 'a schedule at minute 60', kind: 'CronJob', path: ['spec', 'schedule'], to: '60 3 * * *' },
  { what: 'a name of more than 52 letters', kind: 'CronJob', path: ['metadata', 'name'], to: 'x'.repeat(53) },
  { what: 'pods that always start again', kind: 'Job', path: [...pod, 'restartPolicy'], to: 'Always' },
  { what: 'no restart policy', kind: 'Job', path: [...pod, 'restartPolicy'], to: undefined },
  { what: 'a negative number of attempts', kind: 'Job', path: ['spec', 'backoffLimit'], to: -1 },
  { what: 'fewer pods at most than at least', kind: 'HorizontalPodAutoscaler', path: ['spec', 'minReplicas'], to: 5 },
  { what: 'no pods at most', kind: 'HorizontalPodAutoscaler', path: ['spec', 'maxReplicas'], to: 0 },
  { what: 'two bounds at once', kind: 'PodDisruptionBudget', path: ['spec', 'minAvailable'], to: 1 },
  { what: 'a bound that is a word', kind: 'PodDisruptionBudget', path: ['spec', 'maxUnavailable'], to: 'half' },
  {
    what: 'a range that is none',
    kind: 'NetworkPolicy',
    path: ['spec', 'egress', 0, 'to', 0, 'ipBlock', 'cidr'],
    to: '10.0.0.0',
  },
  {
    what: 'a port that is too high',
    kind: 'NetworkPolicy',
    path: ['spec', 'ingress', 0, 'ports', 0, 'port'],
    to: 65_536,
  },
  {
    what: 'a range of ports that ends before it begins',
    kind: 'NetworkPolicy',
    path: ['spec', 'ingress', 0, 'ports', 0, 'endPort'],
    to: 80,
  },
  {
    what: 'a peer that is two things',
    kind: 'NetworkPolicy',
    path: ['spec', 'egress', 0, 'to', 0, 'podSelector'],
    to: {},
  },
  { what: 'a claim of no size', kind: 'PersistentVolumeClaim', path: ['spec', 'resources'], to: {} },
  {
    what: 'a claim of zero bytes',
    kind: 'PersistentVolumeClaim',
    path: ['spec', 'resources', 'requests', 'storage'],
    to: '0',
  },
  { what: 'a claim without an access mode', kind: 'PersistentVolumeClaim', path: ['spec', 'accessModes'], to: [] },
  {
    what: 'a claim template without a size',
    kind: 'StatefulSet',
    path: ['spec', 'volumeClaimTemplates', 0, 'spec', 'resources'],
    to: {},
  },
  { what: 'a right to do nothing', kind: 'Role', path: ['rules', 0, 'verbs'], to: [] },
  { what: 'a subject of another kind', kind: 'RoleBinding', path: ['subjects', 0, 'kind'], to: 'Robot' },
  { what: 'an image with a blank at its end', kind: 'Pod', path: ['spec', 'containers', 0, 'image'], to: 'web:1 ' },
  { what: 'the network of its node', kind: 'Pod', path: ['spec', 'hostNetwork'], to: true },
  { what: 'a user that may be root', kind: 'Pod', path: ['spec', 'securityContext', 'runAsNonRoot'], to: undefined },
  {
    what: 'a right to more rights',
    kind: 'Pod',
    path: ['spec', 'containers', 0, 'securityContext', 'allowPrivilegeEscalation'],
    to: undefined,
  },
  { what: 'a name with a dot', kind: 'Namespace', path: ['metadata', 'name'], to: 'a.b' },
];
