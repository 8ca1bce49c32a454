import { and, internet, networkPolicy, type Holes, type StackScope } from '@nx-kube/manifests';
import { connectionTestPods } from './chart/connection-test.ts';
import { hasOwnDatabase } from './app-secret.ts';
import type { ObjectTree } from './object-tree.ts';
import { database, services } from './services.ts';
import type { Values } from './values.ts';

/** An ingress controller can be anything: pods of any namespace, a node, or a load balancer outside of the cluster. */
const anybody = [{ namespaceSelector: {} }, { ipBlock: { cidr: '0.0.0.0/0' } }];

/** Poolers of Postgres listen beside it. */
const DATABASE_PORTS = [database.port, 6432];

/** Who may talk with whom. What the Ingress leads to is open to all, on its one port. */
export function networkPolicies(scope: StackScope, v: Holes<Values>): readonly ObjectTree[] {
  const { enabled, databaseCidr } = v.networkPolicy;
  const { frontend, backend, mcp } = services;
  const store = [
    { peer: database.name, ports: [database.port] },
    { peer: { ipBlock: { cidr: databaseCidr } }, ports: DATABASE_PORTS },
  ];
  // The public keys of the accounts.
  const keys = { peer: frontend.name, ports: [frontend.port] };
  return [
    networkPolicy(scope, {
      name: frontend.name,
      enabled,
      from: anybody,
      ports: ['http'],
      to: [{ peer: backend.name, ports: [backend.port] }, { peer: mcp.name, ports: [mcp.port] }, ...store],
    }),
    networkPolicy(scope, {
      name: backend.name,
      enabled,
      from: anybody,
      ports: ['http'],
      // The language model; one in a private network needs a policy of its own beside this.
      to: [...store, keys, { peer: mcp.name, ports: [mcp.port] }, { peer: internet, ports: [443] }],
    }),
    networkPolicy(scope, {
      name: mcp.name,
      enabled,
      from: [frontend.name, backend.name, connectionTestPods],
      ports: ['http'],
      to: [...store, keys],
    }),
    networkPolicy(scope, {
      name: database.name,
      enabled: and(enabled, hasOwnDatabase(v)),
      from: [frontend.name, backend.name, mcp.name],
      ports: [database.port],
    }),
  ];
}
