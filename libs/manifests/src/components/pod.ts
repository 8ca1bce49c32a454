import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { Fields, Templated } from '../hole/templated.ts';
import type { ComponentLabels } from './scope.ts';

/** The user of all our images; numeric, so that the kubelet can see that it is not root. */
const USER = 65532;

/** Longer than any container needs to finish its requests after SIGTERM. */
const GRACE_SECONDS = 30;

/** What one pod is made of. */
interface PodOptions {
  readonly labels: ComponentLabels;
  readonly annotations?: Readonly<Record<string, Templated<string>>> | undefined;
  readonly serviceAccount: string;
  readonly initContainers?: readonly Fields<IContainer>[];
  readonly container: Fields<IContainer>;
  readonly volumes?: readonly Fields<IVolume>[];
  /** Volumes belong to the pod's group. */
  readonly ownVolumes?: boolean;
  /** Prefers a node that has none of these pods yet. */
  readonly spread?: boolean;
}

/** Where every container may write, as its own file system is read-only. */
const TMP = { name: 'tmp', mountPath: '/tmp' } as const;

/**
 * A pod that meets Pod Security *restricted*: numeric user, no token of the API server, no service variables, a
 * writable `/tmp` in every container.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function pod(options: PodOptions): Fields<IPodTemplateSpec> {
  const {
    labels,
    annotations,
    serviceAccount,
    initContainers = [],
    volumes = [],
    ownVolumes = false,
    spread = false,
  } = options;
  return {
    metadata: { labels: { ...labels }, ...(annotations ? { annotations } : {}) },
    spec: {
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        ...(ownVolumes ? { fsGroup: USER, fsGroupChangePolicy: 'OnRootMismatch' } : {}),
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(spread ? { topologySpreadConstraints: [spreadOver(labels)] } : {}),
      ...(initContainers.length > 0 ? { initContainers: initContainers.map(withTmp) } : {}),
      containers: [withTmp(options.container)],
      volumes: [...volumes, { name: TMP.name, emptyDir: {} }],
    },
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
