import type { KubeObject } from '@nx-kube/kube';
import type { Report } from './issue.ts';
import { oneOf, portOrName } from './value-rules.ts';

/** Services, Ingresses and network policies that the API server would refuse. */
export function checkNetwork(object: KubeObject, report: Report): void {
  KINDS[object.kind]?.((object['spec'] ?? {}) as never, report);
}

const KINDS: Readonly<Record<string, (spec: never, report: Report) => void>> = {
  Service: checkService,
  Ingress: checkIngress,
  NetworkPolicy: checkPolicy,
};

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly externalName?: string;
  readonly ports?: readonly { readonly name?: string; readonly targetPort?: unknown; readonly nodePort?: number }[];
}

function checkService({ type = 'ClusterIP', clusterIP, externalName, ports = [] }: ServiceSpec, report: Report): void {
  if (type === 'ExternalName' && !externalName)
    report({
      path: 'spec.externalName',
      rule: 'values/required',
      message: 'is required for ExternalName',
      fix: 'write the name of the host that the Service stands for',
    });
  if (ports.length === 0 && type !== 'ExternalName' && clusterIP !== 'None')
    report({
      path: 'spec.ports',
      rule: 'values/required',
      message: 'must not be empty',
      fix: 'add a port, or write clusterIP: None for a Service without one',
    });
  ports.forEach(({ name, targetPort, nodePort }, index) => {
    const path = `spec.ports[${index}]`;
    if (targetPort !== undefined) portOrName(`${path}.targetPort`, targetPort, report);
    if (ports.length > 1 && !name)
      report({
        path: `${path}.name`,
        rule: 'values/required',
        message: 'is required where a Service has several ports',
        fix: 'name each of the ports',
      });
    if (nodePort && type !== 'NodePort' && type !== 'LoadBalancer')
      report({
        path: `${path}.nodePort`,
        value: nodePort,
        rule: 'values/combination',
        message: `must not be set for ${type}`,
        fix: 'take it out, or write the type NodePort',
      });
  });
}

interface IngressSpec {
  readonly defaultBackend?: Backend;
  readonly rules?: readonly { readonly host?: string; readonly http?: { readonly paths?: readonly IngressPath[] } }[];
}

interface IngressPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend?: Backend;
}

interface Backend {
  readonly service?: { readonly port?: Readonly<Record<string, unknown>> };
  readonly [field: string]: unknown;
}

const HOST = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

function checkIngress({ defaultBackend, rules = [] }: IngressSpec, report: Report): void {
  if (!defaultBackend && rules.length === 0)
    report({
      path: 'spec',
      rule: 'values/required',
      message: 'must have rules or a defaultBackend',
      fix: 'add a rule',
    });
  checkBackend('spec.defaultBackend', defaultBackend, report);
  rules.forEach(({ host, http }, index) => {
    if (host && (!HOST.test(host) || host.length > 253 || /^[\d.]+$/.test(host)))
      report({
        path: `spec.rules[${index}].host`,
        value: host,
        rule: 'values/format',
        message: 'must be the name of a host in lower case, no address',
        fix: 'write a name such as todo.example.com',
      });
    http?.paths?.forEach((path, at) => checkPath(`spec.rules[${index}].http.paths[${at}]`, path, report));
  });
}

function checkPath(at: string, { path, pathType, backend }: IngressPath, report: Report): void {
  checkBackend(`${at}.backend`, backend, report);
  if (pathType === 'ImplementationSpecific' && !path) return;
  if (path?.startsWith('/') && !/\/\/|\/\.{1,2}(\/|$)|%2[fF]/.test(path)) return;
  report({
    path: `${at}.path`,
    ...(path === undefined ? {} : { value: path }),
    rule: 'values/format',
    message: 'must be an absolute path',
    fix: 'write a path that begins with "/", without "//", "/./" and "/../"',
  });
}

function checkBackend(path: string, backend: Backend | undefined, report: Report): void {
  if (!backend) return;
  oneOf(path, backend, { fields: ['service', 'resource'], required: true }, report);
  if (!backend.service) return;
  const { port = {} } = backend.service;
  oneOf(`${path}.service.port`, port, { fields: ['name', 'number'], required: true }, report);
}

interface PolicySpec {
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

interface PolicyRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly endPort?: number }[];
}

interface Peer {
  readonly ipBlock?: { readonly cidr?: string };
  readonly [field: string]: unknown;
}

function checkPolicy({ ingress = [], egress = [] }: PolicySpec, report: Report): void {
  for (const [list, rules] of Object.entries({ ingress, egress })) {
    rules.forEach(({ from = [], to = [], ports = [] }, index) => {
      const path = `spec.${list}[${index}]`;
      for (const [side, peers] of Object.entries({ from, to }))
        peers.forEach((peer, at) => checkPeer(`${path}.${side}[${at}]`, peer, report));
      ports.forEach((port, at) => checkPolicyPort(`${path}.ports[${at}]`, port, report));
    });
  }
}

function checkPeer(path: string, peer: Peer, report: Report): void {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  oneOf(path, { ipBlock, selector: podSelector ?? namespaceSelector }, PEER, report);
  const { cidr } = ipBlock ?? {};
  if (cidr === undefined || isCidr(cidr)) return;
  const fix = 'write a range such as 10.0.0.0/8';
  report({
    path: `${path}.ipBlock.cidr`,
    value: cidr,
    rule: 'values/format',
    message: 'must be a range of addresses',
    fix,
  });
}

const PEER = { fields: ['ipBlock', 'selector'], required: true };

function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  if (address.includes(':')) return /^[\da-fA-F:.]+$/.test(address) && Number(bits) <= 128;
  const parts = address.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256) && Number(bits) <= 32
  );
}

function checkPolicyPort(
  path: string,
  { port, endPort }: { readonly port?: number | string; readonly endPort?: number },
  report: Report,
): void {
  if (port !== undefined) portOrName(`${path}.port`, port, report);
  if (endPort === undefined || (typeof port === 'number' && endPort >= port && endPort <= 65_535)) return;
  report({
    path: `${path}.endPort`,
    value: endPort,
    rule: 'values/combination',
    message: 'must not be below port, which must be a number',
    fix: 'write a higher number, or take it out',
  });
}
