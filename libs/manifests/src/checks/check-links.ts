import type { KubeObject } from '@nx-kube/kube';
import { keyUses, type KeyUse } from '../stack/key-uses.ts';
import { checkIngress } from './check-ingress.ts';
import type { CheckedObject } from './checked-object.ts';
import type { PlacedContainer } from './containers.ts';
import type { Report } from './issue.ts';
import type { ObjectIndex } from './object-index.ts';

/** Says that an object is named which is not there. */
type Require = (kind: string, name: string | undefined, path: string) => void;

/**
 * References that lead nowhere within the set: ConfigMaps, Secrets and their keys, ServiceAccounts, claims, volumes,
 * Services and their ports, scale targets, roles. Pull secrets, certificates and storage classes are not looked for:
 * others make them.
 */
export function checkLinks(checked: CheckedObject, index: ObjectIndex, report: Report): void {
  const { object } = checked;
  const require: Require = (kind, name, path) => {
    if (name === undefined || index.find(object, kind, name) || index.isExternal(kind, name)) return;
    const message = `names a ${kind} that the stack does not have`;
    report({ path, value: name, rule: 'links/object', message, fix: 'add it, or name one that is there' });
  };
  if (checked.template) checkPod(checked, require, report);
  for (const use of keyUses(object)) checkKey(use, { object, index }, report);
  OTHERS[object.kind]?.(object, require);
  if (object.kind === 'Ingress') checkIngress(object, index, report);
}

/** What kinds without pods name. */
const OTHERS: Readonly<Record<string, (object: KubeObject, require: Require) => void>> = {
  HorizontalPodAutoscaler: (object, require) => {
    const { scaleTargetRef: target } = (object['spec'] ?? {}) as { scaleTargetRef?: { kind: string; name: string } };
    if (target) require(target.kind, target.name, 'spec.scaleTargetRef.name');
  },
  RoleBinding: (object, require) => {
    const { roleRef, subjects = [] } = object as KubeObject & {
      readonly roleRef?: { readonly kind: string; readonly name: string };
      readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
    };
    // ClusterRoles may be those that Kubernetes brings along.
    if (roleRef?.kind === 'Role') require('Role', roleRef.name, 'roleRef.name');
    subjects.forEach(({ kind, name, namespace }, at) => {
      const own = namespace === undefined || namespace === object.metadata.namespace;
      if (kind === 'ServiceAccount' && own && name !== 'default') require(kind, name, `subjects[${at}].name`);
    });
  },
};

function checkKey(
  { kind, name, key, optional, path, keyPath = path }: KeyUse,
  { object, index }: { object: KubeObject; index: ObjectIndex },
  report: Report,
): void {
  if (optional) return;
  const source = index.find(object, kind, name);
  if (!source) {
    if (index.isExternal(kind, name)) return;
    const message = `names a ${kind} that the stack does not have`;
    report({
      path,
      value: name,
      rule: 'links/object',
      message,
      fix: 'add it, name another, or say that it is optional',
    });
    return;
  }
  if (key === undefined || !index.isReadable(source)) return;
  const keys = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys((source[field] as object) ?? {}));
  if (keys.includes(key)) return;
  const fix = keys.length > 0 ? `write one of ${keys.join(', ')}, or add it there` : 'add it there';
  report({ path: keyPath, value: key, rule: 'links/key', message: `is no key of ${kind} ${name}`, fix });
}

function checkPod({ object, template, containers }: CheckedObject, require: Require, report: Report): void {
  if (!template) return;
  const { path, spec } = template;
  const { serviceAccountName: account, volumes = [] } = spec;
  if (account !== 'default') require('ServiceAccount', account, `${path}.serviceAccountName`);
  const { serviceName, volumeClaimTemplates = [] } = (object['spec'] ?? {}) as {
    serviceName?: string;
    volumeClaimTemplates?: readonly { metadata?: { name?: string } }[];
  };
  if (object.kind === 'StatefulSet' && serviceName !== '') require('Service', serviceName, 'spec.serviceName');
  volumes.forEach((volume, index) => {
    const { claimName } = (volume['persistentVolumeClaim'] ?? {}) as { claimName?: string };
    require('PersistentVolumeClaim', claimName, `${path}.volumes[${index}].persistentVolumeClaim.claimName`);
  });
  const names = [...volumes.map(({ name }) => name), ...volumeClaimTemplates.map(({ metadata }) => metadata?.name)];
  for (const placed of containers) {
    checkMounts(placed, names, report);
    checkHandlers(placed, report);
  }
}

function checkMounts({ path, container }: PlacedContainer, volumes: readonly unknown[], report: Report): void {
  const lists = { volumeMounts: container.volumeMounts, volumeDevices: container['volumeDevices'] } as const;
  for (const [list, mounts = []] of Object.entries(lists)) {
    (mounts as readonly { readonly name: string }[]).forEach(({ name }, index) => {
      if (volumes.includes(name)) return;
      const fix = volumes.length > 0 ? `write one of ${volumes.join(', ')}` : 'add the volume to the pod';
      const at = `${path}.${list}[${index}].name`;
      report({ path: at, value: name, rule: 'links/volume', message: 'is no volume of the pod', fix });
    });
  }
}

/** A probe, or a hook of the lifecycle. */
interface Handler {
  readonly httpGet?: { readonly port?: unknown };
  readonly tcpSocket?: { readonly port?: unknown };
}

function checkHandlers({ path, container }: PlacedContainer, report: Report): void {
  const names = container.ports?.flatMap(({ name }) => name ?? []) ?? [];
  const lifecycle = container['lifecycle'] as { postStart?: Handler; preStop?: Handler } | undefined;
  const handlers = {
    startupProbe: container['startupProbe'],
    readinessProbe: container['readinessProbe'],
    livenessProbe: container['livenessProbe'],
    'lifecycle.postStart': lifecycle?.postStart,
    'lifecycle.preStop': lifecycle?.preStop,
  };
  for (const [at, handler] of Object.entries(handlers)) {
    const { httpGet, tcpSocket } = (handler ?? {}) as Handler;
    const port = httpGet?.port ?? tcpSocket?.port;
    if (typeof port !== 'string' || names.includes(port)) continue;
    const fix =
      names.length > 0 ? `write one of ${names.join(', ')}` : 'write its number, or name a port of the container';
    const message = 'names no port of the container';
    const action = httpGet ? 'httpGet' : 'tcpSocket';
    report({ path: `${path}.${at}.${action}.port`, value: port, rule: 'links/container-port', message, fix });
  }
}
