import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { eachEntry, eachItem, merge, nonEmpty, when } from '../hole/build.ts';
import type { Fields, Templated } from '../hole/templated.ts';
import type { OpenPod } from './open.ts';
import { labelsOf, type ComponentLabels, type PodSettings, type StackScope } from './scope.ts';

/** The user of all our images; numeric, so that the kubelet can see that it is not root. */
const USER = 65532;

/** Longer than most containers need to finish their requests after SIGTERM. */
const GRACE_SECONDS = 30;

/** What one pod is made of. */
export interface PodOptions {
  /** Component that the pod belongs to. */
  readonly component: string;
  /** Such as digests of what the pod reads. */
  readonly annotations?: Readonly<Record<string, Templated<string>>> | undefined;
  readonly serviceAccount: string;
  readonly initContainers?: readonly Fields<IContainer>[];
  readonly container: Fields<IContainer>;
  readonly volumes?: readonly Fields<IVolume>[];
  /** Volumes belong to the pod's group. */
  readonly ownVolumes?: boolean;
  /** Prefers a node that has none of these pods yet. */
  readonly spread?: boolean;
  /** Seconds from SIGTERM to SIGKILL; 30 if absent. */
  readonly graceSeconds?: number;
  /** Absent for pods that keep running. */
  readonly restartPolicy?: 'Never' | 'OnFailure';
}

/** A pod, open to change by spreading. */
export type Pod = Omit<OpenPod, 'metadata'> & { readonly metadata: PodMetadata };
type PodMetadata = Fields<NonNullable<IPodTemplateSpec['metadata']>>;

/** Where every container may write, as its own file system is read-only. */
const TMP = { name: 'tmp', mountPath: '/tmp' } as const;

/**
 * A pod that meets Pod Security *restricted*: numeric user, no token of the API server, no service variables, a
 * writable `/tmp` in every container.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function pod(scope: StackScope, options: PodOptions): Pod {
  return { metadata: podMetadata(scope, options), spec: podSpec(scope, options) };
}

function podMetadata(scope: StackScope, { component, annotations, container }: PodOptions): PodMetadata {
  const { labels: extraLabels, annotations: extraAnnotations } = scope.pods ?? {};
  const labels = { ...labelsOf(scope, component) };
  // Where there are init containers, kubectl logs would ask for the name.
  const own = { 'kubectl.kubernetes.io/default-container': container.name, ...annotations };
  return {
    labels: extraLabels ? merge(labels, extraLabels) : labels,
    annotations: extraAnnotations ? merge(own, extraAnnotations) : own,
  };
}

function podSpec(scope: StackScope, options: PodOptions): OpenPod['spec'] {
  const { component, serviceAccount, initContainers = [], volumes = [], restartPolicy } = options;
  const { ownVolumes = false, spread = false, graceSeconds = GRACE_SECONDS } = options;
  return {
    ...(restartPolicy ? { restartPolicy } : {}),
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: graceSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      ...(ownVolumes ? { fsGroup: USER, fsGroupChangePolicy: 'OnRootMismatch' } : {}),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...placement(scope.pods ?? {}),
    ...(spread ? { topologySpreadConstraints: [spreadOver(labelsOf(scope, component))] } : {}),
    ...(initContainers.length > 0 ? { initContainers: initContainers.map(withTmp) } : {}),
    containers: [withTmp(options.container)],
    volumes: [...volumes, { name: TMP.name, emptyDir: {} }],
  };
}

/** Where the pods run, and with which right to the registry. */
function placement({
  imagePullSecrets,
  nodeSelector,
  tolerations,
  affinity,
}: PodSettings): Pick<Fields<IPodSpec>, 'imagePullSecrets' | 'nodeSelector' | 'tolerations' | 'affinity'> {
  return {
    ...(imagePullSecrets
      ? { imagePullSecrets: when(nonEmpty(imagePullSecrets), [eachItem(imagePullSecrets, ({ name }) => ({ name }))]) }
      : {}),
    ...(nodeSelector
      ? {
          nodeSelector: when(
            nonEmpty(nodeSelector),
            eachEntry(nodeSelector, (value) => value),
          ),
        }
      : {}),
    ...(tolerations ? { tolerations: when(nonEmpty(tolerations), tolerations) } : {}),
    ...(affinity ? { affinity: when(nonEmpty(affinity), affinity) } : {}),
  };
}

function withTmp(container: Fields<IContainer>): Fields<IContainer> {
  const mounts = Array.isArray(container.volumeMounts) ? container.volumeMounts : [];
  return { ...container, volumeMounts: [...mounts, TMP] };
}

function spreadOver(labels: ComponentLabels): Fields<ITopologySpreadConstraint> {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...labels } },
  };
}
