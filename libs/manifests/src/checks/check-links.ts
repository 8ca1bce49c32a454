import { podSpecOf, type KubeObject, type PodTemplate } from '@nx-kube/kube';
import { keyUses, type KeyUse } from '../stack/key-uses.ts';
import { containersOf, type PlacedContainer } from './containers.ts';
import { issueOf, type Issue } from './issue.ts';

type Fault = Omit<Issue, 'object'>;

/** Finds an object of the set by kind and name, in the namespace of the object that names it. */
type Find = (kind: string, name: string) => KubeObject | undefined;

/** References that lead nowhere within the set: ConfigMaps, Secrets and their keys, ServiceAccounts, volumes, Services. */
export function checkLinks(objects: readonly KubeObject[]): readonly Issue[] {
  return objects.flatMap((object) => {
    const find: Find = (kind, name) =>
      objects.find(
        (other) =>
          other.kind === kind && other.metadata.name === name && other.metadata.namespace === object.metadata.namespace,
      );
    const faults = [
      ...keyUses(object).flatMap((use) => keyFaults(use, find)),
      ...podFaults(object, find),
      ...ingressFaults(object, find),
    ];
    return faults.map((fault) => issueOf(object, fault));
  });
}

function keyFaults({ kind, name, key, optional, path }: KeyUse, find: Find): readonly Fault[] {
  if (optional) return [];
  const source = find(kind, name);
  if (!source) return [{ path, value: name, message: `names a ${kind} that the stack does not have` }];
  const keys = Object.keys({
    ...(source['data'] as object | undefined),
    ...(source['stringData'] as object | undefined),
  });
  if (key === undefined || keys.includes(key)) return [];
  return [{ path, value: key, message: `is no key of ${kind} ${name}`, hint: `it has ${keys.join(', ') || 'none'}` }];
}

function podFaults(object: KubeObject, find: Find): readonly Fault[] {
  const template = podSpecOf(object);
  if (!template) return [];
  const { serviceAccountName: account = 'default' } = template.spec;
  const { serviceName, volumeClaimTemplates = [] } = (object['spec'] ?? {}) as {
    serviceName?: string;
    volumeClaimTemplates?: readonly { metadata?: { name?: string } }[];
  };
  const volumes = [
    ...(template.spec.volumes ?? []).map(({ name }) => name),
    ...volumeClaimTemplates.map((claim) => claim.metadata?.name),
  ];
  return [
    ...(account === 'default' || find('ServiceAccount', account)
      ? []
      : [
          {
            path: `${template.path}.serviceAccountName`,
            value: account,
            message: 'names a ServiceAccount that the stack does not have',
          },
        ]),
    ...(object.kind !== 'StatefulSet' || !serviceName || find('Service', serviceName)
      ? []
      : [{ path: 'spec.serviceName', value: serviceName, message: 'names a Service that the stack does not have' }]),
    ...claimFaults(template, find),
    ...containersOf(template).flatMap((placed) => [...mountFaults(placed, volumes), ...probeFaults(placed)]),
  ];
}

function claimFaults({ path, spec }: PodTemplate, find: Find): readonly Fault[] {
  return (spec.volumes ?? []).flatMap((volume, index) => {
    const claim = (volume['persistentVolumeClaim'] as { claimName?: string } | undefined)?.claimName;
    if (claim === undefined || find('PersistentVolumeClaim', claim)) return [];
    return [
      {
        path: `${path}.volumes[${index}]`,
        value: claim,
        message: 'names a PersistentVolumeClaim that the stack does not have',
      },
    ];
  });
}

function mountFaults({ path, container }: PlacedContainer, volumes: readonly (string | undefined)[]): readonly Fault[] {
  return (container.volumeMounts ?? []).flatMap(({ name }, index) =>
    volumes.includes(name)
      ? []
      : [
          {
            path: `${path}.volumeMounts[${index}].name`,
            value: name,
            message: 'is no volume of the pod',
            hint: `it has ${volumes.join(', ') || 'none'}`,
          },
        ],
  );
}

function probeFaults({ path, container }: PlacedContainer): readonly Fault[] {
  const names = container.ports?.flatMap(({ name }) => name ?? []) ?? [];
  return ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((kind) => {
    const probe = container[kind] as { httpGet?: { port?: unknown }; tcpSocket?: { port?: unknown } } | undefined;
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    if (typeof port !== 'string' || names.includes(port)) return [];
    return [
      {
        path: `${path}.${kind}`,
        value: port,
        message: 'names no port of the container',
        hint: `it has ${names.join(', ') || 'none'}`,
      },
    ];
  });
}

interface IngressPath {
  readonly backend?: {
    readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
  };
}

function ingressFaults(object: KubeObject, find: Find): readonly Fault[] {
  if (object.kind !== 'Ingress') return [];
  const { rules = [] } = (object['spec'] ?? {}) as { rules?: readonly { http?: { paths?: readonly IngressPath[] } }[] };
  return rules.flatMap(({ http }, i) =>
    (http?.paths ?? []).flatMap(({ backend }, j) =>
      backendFaults(`spec.rules[${i}].http.paths[${j}].backend.service`, backend?.service, find),
    ),
  );
}

function backendFaults(
  path: string,
  target: NonNullable<IngressPath['backend']>['service'],
  find: Find,
): readonly Fault[] {
  if (!target) return [];
  const service = find('Service', target.name);
  if (!service)
    return [{ path: `${path}.name`, value: target.name, message: 'names a Service that the stack does not have' }];
  const { ports = [] } = (service['spec'] ?? {}) as { ports?: readonly { name?: string; port: number }[] };
  const { name, number } = target.port ?? {};
  if (ports.some((port) => (name === undefined ? port.port === number : port.name === name))) return [];
  const hint = `it has ${ports.map((port) => port.name ?? port.port).join(', ')}`;
  return [{ path: `${path}.port`, value: name ?? number, message: `is no port of Service ${target.name}`, hint }];
}
