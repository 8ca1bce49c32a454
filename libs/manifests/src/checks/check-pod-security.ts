import type { PodSpec, PodTemplate } from '@nx-kube/kube';
import type { CheckedObject } from './checked-object.ts';
import type { Report } from './issue.ts';
import type { SecurityLevel } from './object-index.ts';

/** One thing that a level forbids, at a path inside of the PodSpec, or beside it for annotations. */
export interface Violation {
  readonly path: string;
  readonly value?: unknown;
  readonly message: string;
  readonly fix: string;
  /** The laxest level that forbids it. */
  readonly level: 'baseline' | 'restricted';
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

/** What may stand in a pod of level restricted; baseline forbids host paths alone. */
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

/** Kernel setting → the minor version whose rules first allow it. */
const SYSCTLS: ReadonlyMap<string, number> = new Map([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
]);
/** Type of SELinux → the minor version whose rules first allow it. */
const SELINUX: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['container_t', 0],
  ['container_init_t', 0],
  ['container_kvm_t', 0],
  ['container_engine_t', 31],
]);
const CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const SECCOMP = ['RuntimeDefault', 'Localhost'];
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Pods that their namespace would refuse. */
export function checkPodSecurity(
  { template }: CheckedObject,
  { level, oldest }: { level: SecurityLevel; oldest: number },
  report: Report,
): void {
  if (!template || level === 'privileged') return;
  for (const { path, value, message, fix, level: rule } of podViolations(template.spec, oldest, template.annotations)) {
    if (rule === 'restricted' && level === 'baseline') continue;
    const at = path.startsWith('metadata.') ? template.path.replace(/spec$/, path) : `${template.path}.${path}`;
    report({ path: at, ...(value === undefined ? {} : { value }), rule: `pod-security/${rule}`, message, fix });
  }
}

/**
 * What keeps a Linux pod from meeting Pod Security *baseline* or *restricted*, in a Kubernetes of this minor version and
 * in all later ones: a rule that only later versions have holds as well, such as that of 1.34 about hosts of probes; root
 * in a user namespace of its own, which 1.35 allows, is forbidden.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podViolations(
  spec: PodSpec,
  minor: number,
  annotations: PodTemplate['annotations'] = {},
): readonly Violation[] {
  const found: Violation[] = [];
  const pod = spec as SecuredPod;
  const forbid = { baseline: forbidder('baseline', found), restricted: forbidder('restricted', found) };
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
    if (pod[field]) forbid.baseline(field, true, 'must not be true', 'take it out');
  pod.volumes?.forEach((volume, index) => checkVolume(`volumes[${index}]`, volume, forbid));
  pod.securityContext?.sysctls?.forEach(({ name }, index) => {
    if ((SYSCTLS.get(name) ?? Infinity) > minor)
      forbid.baseline(`securityContext.sysctls[${index}]`, name, 'must not set this one', 'take it out');
  });
  for (const [key, value] of Object.entries(annotations)) {
    if (key.startsWith(APPARMOR_ANNOTATION) && !/^(runtime\/default$|localhost\/|$)/.test(value))
      forbid.baseline(`metadata.annotations["${key}"]`, value, 'must not turn AppArmor off', 'write runtime/default');
  }
  const context = { minor, forbid, pod };
  checkContext('securityContext', pod.securityContext ?? {}, context);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const)
    pod[list]?.forEach((container, index) => checkContainer(`${list}[${index}]`, container, context));
  return found;
}

type Forbid = (path: string, value: unknown, message: string, fix: string) => void;

interface Context {
  readonly minor: number;
  readonly pod: SecuredPod;
  readonly forbid: Readonly<Record<Violation['level'], Forbid>>;
}

function forbidder(level: Violation['level'], found: Violation[]): Forbid {
  return (path, value, message, fix) =>
    found.push({ path, ...(value === undefined ? {} : { value }), message, fix, level });
}

function checkVolume(path: string, volume: Readonly<Record<string, unknown>>, forbid: Context['forbid']): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (volume['hostPath'])
    forbid.baseline(path, undefined, 'must not be a hostPath', 'use a persistentVolumeClaim or emptyDir');
  // Without a source, it is an emptyDir.
  else if (sources.length > 0 && !sources.some((source) => VOLUMES.includes(source)))
    forbid.restricted(path, undefined, `must be one of ${VOLUMES.join(', ')}`, 'use a persistentVolumeClaim');
}

function checkContainer(at: string, container: SecuredContainer, context: Context): void {
  const { forbid, pod } = context;
  const own = container.securityContext ?? {};
  const path = `${at}.securityContext`;
  if (own.privileged) forbid.baseline(`${path}.privileged`, true, 'must not be true', 'take it out');
  checkCapabilities(path, own, forbid);
  if ((own.procMount ?? 'Default') !== 'Default')
    forbid.baseline(`${path}.procMount`, own.procMount, 'must be Default', 'take it out');
  if (own.allowPrivilegeEscalation !== false)
    forbid.restricted(
      `${path}.allowPrivilegeEscalation`,
      own.allowPrivilegeEscalation,
      'must be false',
      'set it to false',
    );
  if ((own.runAsNonRoot ?? pod.securityContext?.runAsNonRoot) === undefined)
    forbid.restricted(`${path}.runAsNonRoot`, undefined, 'must be true here or on the pod', 'set it to true');
  if (!own.seccompProfile && !pod.securityContext?.seccompProfile)
    forbid.restricted(
      `${path}.seccompProfile`,
      undefined,
      `must be ${SECCOMP.join(' or ')} here or on the pod`,
      'write { type: RuntimeDefault }',
    );
  checkContext(path, own, context);
  checkHosts(at, container, forbid.baseline);
}

function checkCapabilities(path: string, { capabilities }: SecurityContext, forbid: Context['forbid']): void {
  const { add = [], drop = [] } = capabilities ?? {};
  const below = `${path}.capabilities`;
  for (const capability of add) {
    if (!CAPABILITIES.has(capability))
      forbid.baseline(`${below}.add`, capability, 'must not include it', 'take it out');
    else if (capability !== 'NET_BIND_SERVICE')
      forbid.restricted(`${below}.add`, capability, 'must include NET_BIND_SERVICE at most', 'take it out');
  }
  if (!drop.includes('ALL')) forbid.restricted(`${below}.drop`, undefined, 'must include "ALL"', 'write [ALL]');
}

/** The rules that hold for a pod's context and a container's alike. */
function checkContext(path: string, own: SecurityContext, { minor, forbid }: Context): void {
  const { seLinuxOptions: selinux, seccompProfile: seccomp, appArmorProfile: apparmor } = own;
  if (seccomp && !SECCOMP.includes(seccomp.type ?? ''))
    forbid.baseline(
      `${path}.seccompProfile.type`,
      seccomp.type,
      `must be ${SECCOMP.join(' or ')}`,
      'write RuntimeDefault',
    );
  if (apparmor && !SECCOMP.includes(apparmor.type ?? ''))
    forbid.baseline(
      `${path}.appArmorProfile.type`,
      apparmor.type,
      `must be ${SECCOMP.join(' or ')}`,
      'write RuntimeDefault',
    );
  if (selinux && ((SELINUX.get(selinux.type ?? '') ?? Infinity) > minor || selinux.user || selinux.role))
    forbid.baseline(`${path}.seLinuxOptions`, undefined, 'must not set user, role or another type', 'take it out');
  if (own.windowsOptions?.hostProcess)
    forbid.baseline(`${path}.windowsOptions.hostProcess`, true, 'must not be true', 'take it out');
  if (own.runAsUser === 0)
    forbid.restricted(`${path}.runAsUser`, 0, 'must not be 0', 'write the number of another user');
  if (own.runAsNonRoot === false)
    forbid.restricted(`${path}.runAsNonRoot`, false, 'must not be false', 'set it to true');
}

function checkHosts(at: string, container: SecuredContainer, forbid: Forbid): void {
  const { ports = [], lifecycle } = container;
  ports.forEach(({ hostPort }, index) => {
    if (hostPort) forbid(`${at}.ports[${index}].hostPort`, hostPort, 'must not be set', 'use a Service');
  });
  const handlers = {
    livenessProbe: container.livenessProbe,
    readinessProbe: container.readinessProbe,
    startupProbe: container.startupProbe,
    'lifecycle.postStart': lifecycle?.postStart,
    'lifecycle.preStop': lifecycle?.preStop,
  };
  for (const [name, handler] of Object.entries(handlers)) {
    const host = handler?.httpGet?.host || handler?.tcpSocket?.host;
    if (host) forbid(`${at}.${name}`, host, 'must not set host', 'leave it out: the pod itself is asked');
  }
}
