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
  readonly result: Pick<StackResult, 'url' | 'host' | 'namespace' | 'smoke'>;
  readonly context: string;
  /** Address of the node, if programs on this machine reach it. */
  readonly ip?: string;
  /** What the host name resolves to here. */
  readonly resolved: readonly string[];
}

/** The address that works on this machine, and the line that makes the name work where it does not. Pure. */
export function describeAddress({ result, context, ip, resolved }: AddressFacts): Address {
  const { url, host, namespace, smoke } = result;
  const works = ip !== undefined && resolved.includes(ip);
  const hostsLine = ip !== undefined && host !== '' && !works ? { hostsLine: `${ip} ${host}` } : {};
  const portForward = {
    command: `kubectl --context ${context} -n ${namespace} port-forward service/${smoke.service} ${smoke.port}:${smoke.port}`,
    url: `http://localhost:${smoke.port}`,
  };
  return { url, works, ...hostsLine, portForward };
}
