import { podSpecOf, type KubeObject, type PodSpec } from '@nx-kube/kube';
import { issueOf, type Issue } from './issue.ts';

/** One thing that the profile forbids, at a path inside of the PodSpec. */
export interface Violation {
  readonly path: string;
  readonly message: string;
}

/** A security context, of a pod or of a container. */
interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: { readonly type?: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly seccompProfile?: { readonly type?: string };
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

/** A probe or hook that may name a host. */
interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** The fields of a container that the profile looks at. */
interface SecuredContainer {
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
}

/** The fields of a PodSpec that the profile looks at. */
interface SecuredPod {
  readonly securityContext?: SecurityContext;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly initContainers?: readonly SecuredContainer[];
  readonly containers?: readonly SecuredContainer[];
  readonly ephemeralContainers?: readonly SecuredContainer[];
}

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);
const SELINUX = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const SECCOMP = ['RuntimeDefault', 'Localhost'];

/** Pods that a namespace with Pod Security *restricted* would refuse. */
export function checkPodSecurity(object: KubeObject): readonly Issue[] {
  const template = podSpecOf(object);
  if (!template) return [];
  return restrictedViolations(template.spec).map(({ path, message }) =>
    issueOf(object, { path: `${template.path}.${path}`, message, hint: 'Pod Security restricted asks for it' }),
  );
}

/**
 * What keeps a Linux pod from meeting Pod Security *restricted* in any Kubernetes from 1.28 on: the rules of 1.34, which
 * are stricter than those before, and than those of 1.35, which let root be in a user namespace of its own.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedViolations(spec: PodSpec): readonly Violation[] {
  const pod = spec as SecuredPod;
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  return [
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((field) => deny(pod[field], field, 'must not be true')),
    ...(pod.volumes ?? []).flatMap((volume, index) =>
      deny(!VOLUMES.some((kind) => volume[kind]), `volumes[${index}]`, `must be one of ${VOLUMES.join(', ')}`),
    ),
    ...(pod.securityContext?.sysctls ?? []).flatMap(({ name }, index) =>
      deny(!SYSCTLS.has(name), `securityContext.sysctls[${index}]`, `must not set ${name}`),
    ),
    ...contextViolations('securityContext', pod.securityContext ?? {}),
    ...lists.flatMap((list) =>
      (pod[list] ?? []).flatMap((container, index) => containerViolations(pod, `${list}[${index}]`, container)),
    ),
  ];
}

function containerViolations(pod: SecuredPod, at: string, container: SecuredContainer): readonly Violation[] {
  const own = container.securityContext ?? {};
  const path = `${at}.securityContext`;
  const nonRoot = own.runAsNonRoot ?? pod.securityContext?.runAsNonRoot;
  const seccomp = own.seccompProfile ?? pod.securityContext?.seccompProfile;
  const { add = [], drop = [] } = own.capabilities ?? {};
  return [
    ...deny(own.privileged, `${path}.privileged`, 'must not be true'),
    ...deny(own.allowPrivilegeEscalation !== false, `${path}.allowPrivilegeEscalation`, 'must be false'),
    ...deny(!drop.includes('ALL'), `${path}.capabilities.drop`, 'must include "ALL"'),
    ...add
      .filter((capability) => capability !== 'NET_BIND_SERVICE')
      .map((capability) => ({ path: `${path}.capabilities.add`, message: `must not include ${capability}` })),
    ...deny((own.procMount ?? 'Default') !== 'Default', `${path}.procMount`, 'must be Default'),
    ...deny(nonRoot !== true, `${path}.runAsNonRoot`, 'must be true here or on the pod'),
    ...deny(
      !SECCOMP.includes(seccomp?.type ?? ''),
      `${path}.seccompProfile`,
      `must be ${SECCOMP.join(' or ')} here or on the pod`,
    ),
    ...contextViolations(path, own),
    ...hostViolations(at, container),
  ];
}

/** The rules that hold for a pod's context and a container's alike. */
function contextViolations(path: string, context: SecurityContext): readonly Violation[] {
  const { seLinuxOptions: selinux, seccompProfile: seccomp } = context;
  return [
    ...deny(context.runAsUser === 0, `${path}.runAsUser`, 'must not be 0'),
    ...deny(context.runAsNonRoot === false, `${path}.runAsNonRoot`, 'must not be false'),
    ...deny(
      seccomp && !SECCOMP.includes(seccomp.type ?? ''),
      `${path}.seccompProfile.type`,
      `must be ${SECCOMP.join(' or ')}`,
    ),
    ...deny(context.appArmorProfile?.type === 'Unconfined', `${path}.appArmorProfile`, 'must not be Unconfined'),
    ...deny(
      selinux && (!SELINUX.has(selinux.type ?? '') || selinux.user || selinux.role),
      `${path}.seLinuxOptions`,
      'must not set user, role or another type',
    ),
    ...deny(context.windowsOptions?.hostProcess, `${path}.windowsOptions.hostProcess`, 'must not be true'),
  ];
}

function hostViolations(at: string, container: SecuredContainer): readonly Violation[] {
  const { ports = [], lifecycle } = container;
  const handlers = {
    livenessProbe: container.livenessProbe,
    readinessProbe: container.readinessProbe,
    startupProbe: container.startupProbe,
    'lifecycle.postStart': lifecycle?.postStart,
    'lifecycle.preStop': lifecycle?.preStop,
  };
  return [
    ...ports.flatMap(({ hostPort }, index) => deny(hostPort, `${at}.ports[${index}].hostPort`, 'must not be set')),
    ...Object.entries(handlers).flatMap(([name, handler]) =>
      deny(handler?.httpGet?.host || handler?.tcpSocket?.host, `${at}.${name}`, 'must not set host'),
    ),
  ];
}

function deny(forbidden: unknown, path: string, message: string): readonly Violation[] {
  return forbidden ? [{ path, message }] : [];
}
