import {
  service,
  without,
  type Env,
  type ImageValues,
  type OpenDeployment,
  type OpenService,
  type ResourceValues,
} from '@nx-kube/manifests';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IProbe } from 'kubernetes-models/v1/Probe';

/** What the objects of Google's shop have in common. */
export const scope = { namespace: 'default', app: 'online-boutique' };

/** What one program of the shop does not share with the others. */
export interface Part {
  readonly port: number;
  readonly exposed?: { readonly name?: string; readonly port?: number };
  readonly env?: Env;
  readonly probes: { readonly readinessProbe: IProbe; readonly livenessProbe: IProbe };
  /** CPU in thousandths of a core and memory in MiB, requested and at most. */
  readonly size?: Size;
}

type Size = readonly [cpu: number, cpuLimit: number, memory: number, memoryLimit: number];

/** Fields that replace ours. */
export interface Own {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly pod?: Omit<Partial<IPodSpec>, 'containers' | 'initContainers'>;
  readonly container?: Partial<IContainer>;
}

/** The objects of one program. */
interface ShopPart {
  readonly deployment: OpenDeployment;
  readonly service: OpenService;
  readonly serviceAccount: object;
}

/** A service as the shop writes it, from ours. */
export function partOf(
  name: string,
  image: ImageValues,
  { port, exposed = {}, env = {}, probes, size = [100, 200, 64, 128] }: Part,
  own: Own = {},
): ShopPart {
  const made = service(scope, {
    name,
    port,
    portName: 'grpc',
    image,
    replicas: 1,
    resources: resources(size),
    env,
    probes,
  });
  const metadata = { name, labels: { app: name } };
  const ports = [{ name: exposed.name ?? 'grpc', port: exposed.port ?? port, targetPort: port }];
  return {
    deployment: asPublished(name, made.deployment, {
      ...own,
      container: { name: 'server', ports: [{ containerPort: port }], ...own.container },
    }),
    service: { ...made.service, metadata, spec: { ...made.service.spec, selector: metadata.labels, ports } },
    serviceAccount: { ...without(made.serviceAccount, 'automountServiceAccountToken'), metadata: { name } },
  };
}

/** A Deployment under the shop's only label and user, and with Kubernetes' own defaults where we have others. */
export function asPublished(
  name: string,
  { apiVersion, kind, spec }: OpenDeployment,
  { annotations, pod, container }: Own,
): OpenDeployment {
  const labels = { app: name };
  const ours = without(
    spec.template.spec,
    'automountServiceAccountToken',
    'enableServiceLinks',
    'terminationGracePeriodSeconds',
    'topologySpreadConstraints',
    'volumes',
  );
  return {
    apiVersion,
    kind,
    metadata: { name, labels },
    spec: {
      ...without(spec, 'replicas', 'revisionHistoryLimit', 'strategy'),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...(annotations ? { annotations } : {}) },
        spec: {
          ...ours,
          securityContext: { fsGroup: 1000, runAsGroup: 1000, runAsNonRoot: true, runAsUser: 1000 },
          ...(pod ?? { terminationGracePeriodSeconds: 5 }),
          containers: ours.containers.map((one) => ({
            ...without(one, 'volumeMounts'),
            securityContext: locked,
            ...container,
          })),
        },
      },
    },
  };
}

/** What every container may not do. */
export const locked = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
};

/** Asked by gRPC's own health protocol; the answers count alike unless told. */
export function grpc(port: number, readiness: Partial<IProbe> = {}, liveness = readiness): Part['probes'] {
  return { readinessProbe: { ...readiness, grpc: { port } }, livenessProbe: { ...liveness, grpc: { port } } };
}

/** Asked for the home page, as a customer of this name. */
export function homePage(session: string): IProbe {
  const httpHeaders = [{ name: 'Cookie', value: `shop_session-id=${session}` }];
  return { initialDelaySeconds: 10, httpGet: { path: '/_healthz', port: 8080, httpHeaders } };
}

/** Quantities of what a container may use. */
export function resources([cpu, cpuLimit, memory, memoryLimit]: Size): ResourceValues {
  return {
    requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
    limits: { cpu: `${cpuLimit}m`, memory: `${memoryLimit}Mi` },
  };
}
