import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import type { INetworkPolicyIngressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { when } from '../hole/build.ts';
import type { Expr, When } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { checkComponentName } from './component-name.ts';
import { labelsOf, metadata, type StackScope } from './scope.ts';

/** A component of the same stack by its name, or anything else as Kubernetes writes it. */
type Peer = string | Fields<INetworkPolicyPeer>;

/** Whom a component talks with. */
export interface NetworkPolicyOptions {
  /** Name of the component whose pods are protected. */
  readonly name: string;
  /** Who may open connections to it; nobody unless told. */
  readonly from?: readonly Peer[];
  /** Ports of the pods, by number or by name, that these may reach. */
  readonly ports: readonly (number | string)[];
  /** What it may open connections to besides the cluster's DNS; nothing unless told. `ports` absent: any. */
  readonly to?: readonly (Peer | { readonly peer: Peer; readonly ports: readonly number[] })[];
  /** Absent: always there. */
  readonly enabled?: Expr<boolean>;
}

/**
 * Every public IPv4 address, so neither another pod nor the cloud's metadata server: for an API or a database out there.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const internet: Fields<INetworkPolicyPeer> = {
  ipBlock: {
    cidr: '0.0.0.0/0',
    except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  },
};

/**
 * Closes the pods of one component to everything but what is named here, both ways. The cluster's network must enforce
 * policies; where it does not, they are accepted and do nothing.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicy(
  scope: StackScope,
  options: NetworkPolicyOptions & { readonly enabled: Expr<boolean> },
): When<Fields<INetworkPolicy>>;
export function networkPolicy(scope: StackScope, options: NetworkPolicyOptions): Fields<INetworkPolicy>;
export function networkPolicy(
  scope: StackScope,
  options: NetworkPolicyOptions,
): Fields<INetworkPolicy> | When<Fields<INetworkPolicy>> {
  const { name, from = [], ports, to = [], enabled } = options;
  checkComponentName('network policy', name);
  const object: Fields<INetworkPolicy> = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(scope, name, name),
    spec: {
      podSelector: { matchLabels: { ...labelsOf(scope, name) } },
      policyTypes: ['Ingress', 'Egress'],
      // An empty list of peers would mean everybody.
      ingress: from.length === 0 ? [] : [ingressRule(scope, from, ports)],
      egress: [DNS, ...to.map((target) => egressRule(scope, target))],
    },
  };
  return enabled ? when(enabled, object) : object;
}

/** The cluster's DNS server, and the cache of it that some clusters have on each node. */
const DNS: Fields<INetworkPolicyEgressRule> = {
  to: [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
    { ipBlock: { cidr: '169.254.20.10/32' } },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

function ingressRule(
  scope: StackScope,
  from: readonly Peer[],
  ports: NetworkPolicyOptions['ports'],
): Fields<INetworkPolicyIngressRule> {
  return {
    from: from.map((peer) => peerOf(scope, peer)),
    ports: ports.map((port) => ({ protocol: 'TCP', port })),
  };
}

function egressRule(
  scope: StackScope,
  target: NonNullable<NetworkPolicyOptions['to']>[number],
): Fields<INetworkPolicyEgressRule> {
  if (typeof target === 'string' || !('peer' in target)) return { to: [peerOf(scope, target)] };
  return {
    to: [peerOf(scope, target.peer)],
    ports: target.ports.map((port) => ({ protocol: 'TCP' as const, port })),
  };
}

function peerOf(scope: StackScope, peer: Peer): Fields<INetworkPolicyPeer> {
  if (typeof peer !== 'string') return peer;
  checkComponentName('network policy for the peer', peer);
  return { podSelector: { matchLabels: { ...labelsOf(scope, peer) } } };
}
