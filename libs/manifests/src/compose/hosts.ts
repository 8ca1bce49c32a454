import { podSpecOf, type KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import { portOf } from '../without-cluster/port-of.ts';
import { selects } from '../without-cluster/selects.ts';
import { variable } from './variable.ts';

/** What answers to a host name. */
interface Host {
  /** Name of the Compose service. */
  readonly service: string;
  readonly ports: readonly number[];
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/**
 * The names of Services as host names. Compose maps no ports between its services, so each must be the port that the
 * container listens on.
 */
export function hostsOf(
  objects: readonly KubeObject[],
  running: readonly KubeObject[],
  faults: Faults,
): ReadonlyMap<string, Host> {
  const hosts = new Map<string, Host>();
  for (const object of objects.filter(({ kind }) => kind === 'Service')) {
    const {
      selector = {},
      ports = [],
      type,
    } = object['spec'] as {
      type?: string;
      selector?: Readonly<Record<string, string>>;
      ports?: readonly ServicePort[];
    };
    if (type === 'ExternalName') {
      const rule = 'is ExternalName, and Compose has no names for hosts elsewhere';
      faults.add(object, 'spec.type', { rule, fix: 'write the name of the host where it is used' });
    }
    const target = running.find((other) => selects(selector, podSpecOf(other)?.labels ?? {}));
    if (!target) continue;
    const containers = podSpecOf(target)?.spec.containers ?? [];
    for (const [index, { port, targetPort = port }] of ports.entries()) {
      const listens = containers.map((container) => portOf(targetPort, container)).find((of) => of !== undefined);
      if (listens === port) continue;
      const rule = `leads from port ${port} to port ${listens ?? targetPort}, but Compose maps no ports between services`;
      faults.add(object, `spec.ports[${index}]`, { rule, fix: 'use one number for both' });
    }
    hosts.set(object.metadata.name, { service: target.metadata.name, ports: ports.map(({ port }) => port) });
  }
  return hosts;
}

interface IngressRule {
  readonly http?: {
    readonly paths?: readonly {
      readonly path?: string;
      readonly backend?: { readonly service?: { readonly name: string } };
    }[];
  };
}

/** First port of this machine that the stack takes. */
const FIRST_PORT = 8080;

/**
 * Ports of this machine, on loopback only: for the Service behind `/` of an Ingress the first, for its others the next.
 *
 * @returns Compose service → port lines, such as `127.0.0.1:${TODO_APP_FRONTEND_PORT:-8080}:3000`
 */
export function publishedOf(
  objects: readonly KubeObject[],
  hosts: ReadonlyMap<string, Host>,
  stack: string,
): ReadonlyMap<string, readonly string[]> {
  const paths = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap((object) => (object['spec'] as { rules?: readonly IngressRule[] }).rules ?? [])
    .flatMap(({ http }) => http?.paths ?? [])
    .toSorted((a, b) => (a.path ?? '/').length - (b.path ?? '/').length);
  const names = new Set(paths.flatMap(({ backend }) => backend?.service?.name ?? []));
  const lines = [...names].flatMap((name, index) => {
    const host = hosts.get(name);
    if (!host?.ports[0]) return [];
    const port = `\${${variable(`${stack}_${host.service}`)}_PORT:-${FIRST_PORT + index}}`;
    return [[host.service, [`127.0.0.1:${port}:${host.ports[0]}`]] as const];
  });
  return new Map(lines);
}
