import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { StackResult } from '@nx-kube/manifests';

import type { Address } from '../report/events.ts';

/** A name server that does not answer must not hold the report up. */
const PATIENCE_MS = 500;

/** The addresses that a host name has on this machine; none if it has none. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  if (host === '') return []; // a stack without an Ingress
  const found = lookup(host, { all: true }).then((entries) => entries.map(({ address }) => address));
  return Promise.race([found.catch(() => []), sleep(PATIENCE_MS, [], { ref: false })]);
}

/** What decides how the stack is reached. */
export interface AddressFacts {
  readonly result: Pick<StackResult, 'url' | 'host'>;
  /** As the user named the release. */
  readonly release: ReleaseWords;
  /** Address of the node, if programs on this machine reach it. */
  readonly ip?: string;
  /** What the host name resolves to here. */
  readonly resolved: readonly string[];
}

/** The words that name a release on a command line. */
export interface ReleaseWords {
  readonly profile: string;
  readonly environment: string;
  /** Where it is not the one of the values. */
  readonly namespace?: string;
}

/** The address that works on this machine, and the line that makes the name work where it does not. Pure. */
export function describeAddress({ result: { url, host }, release, ip, resolved }: AddressFacts): Address {
  const works = ip !== undefined && resolved.includes(ip);
  const hostsLine = ip !== undefined && host !== '' && !works ? { hostsLine: `${ip} ${host}` } : {};
  return { url, works, ...hostsLine, forwardCommand: forwardCommand(release) };
}

/**
 * The way that works everywhere. A plain `kubectl port-forward` does not: the accounts refuse a sign-in from any address
 * but the one of the Ingress. Pure.
 */
export function forwardCommand({ profile, environment, namespace }: ReleaseWords): string {
  const words = [
    'npx nx-kube open --port-forward',
    ...(profile === 'minikube' ? [] : [`--profile ${profile}`]),
    ...(environment === 'minikube' ? [] : [`--environment ${environment}`]),
    ...(namespace === undefined ? [] : [`--namespace ${namespace}`]),
  ];
  return words.join(' ');
}
