import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { checkObjects } from '../checks/check-objects.ts';
import { evaluate } from '../evaluate.ts';
import { holes } from '../hole/holes.ts';
import { internet, networkPolicy, type NetworkPolicyOptions } from './network-policy.ts';

const v = holes(z.strictObject({ enabled: z.boolean() }));
const release = { Name: 'demo', Namespace: 'demo' };
const scope = { namespace: 'demo', app: 'demo' };

function policy(options: NetworkPolicyOptions): KubeObject {
  return evaluate(networkPolicy(scope, options), { values: { enabled: true }, release }) as KubeObject;
}

test('a policy opens the ports of a component to those who are named, and its way to the DNS', () => {
  const object = policy({ name: 'api', from: ['web'], ports: [8000, 'metrics'] });
  expect(object['spec']).toMatchObject({
    podSelector: { matchLabels: { app: 'demo', component: 'api' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      {
        from: [{ podSelector: { matchLabels: { app: 'demo', component: 'web' } } }],
        ports: [
          { protocol: 'TCP', port: 8000 },
          { protocol: 'TCP', port: 'metrics' },
        ],
      },
    ],
    egress: [
      {
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  });
  expect(checkObjects([object]).filter(({ path }) => !path.includes('elector'))).toEqual([]);
});

test('a policy that names nobody lets nobody in', () => {
  expect(policy({ name: 'api', ports: [8000] })).toHaveProperty('spec.ingress', []);
});

test('a policy lets out to components, to the internet and to peers as Kubernetes writes them', () => {
  const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
  const to = ['db', { peer: internet, ports: [443] }, monitoring, { peer: 'cache', ports: [6379] }] as const;
  const { egress } = policy({ name: 'api', ports: [8000], to })['spec'] as { egress: readonly unknown[] };
  expect(egress.slice(1)).toEqual([
    { to: [{ podSelector: { matchLabels: { app: 'demo', component: 'db' } } }] },
    { to: [internet], ports: [{ protocol: 'TCP', port: 443 }] },
    { to: [monitoring] },
    {
      to: [{ podSelector: { matchLabels: { app: 'demo', component: 'cache' } } }],
      ports: [{ protocol: 'TCP', port: 6379 }],
    },
  ]);
});

test('a policy that is switched off is no object', () => {
  const tree = networkPolicy(scope, { name: 'api', ports: [8000], enabled: v.enabled });
  expect(evaluate(tree, { values: { enabled: false }, release })).toBeUndefined();
});

test('a policy refuses a peer whose name no component can have', () => {
  expect(() => networkPolicy(scope, { name: 'api', from: ['Web Server'], ports: [8000] })).toThrow(
    expect.objectContaining({ code: 'BAD_COMPONENT' }),
  );
});
