import { expect, test } from 'vitest';
import * as z from 'zod';
import { evaluate } from '../evaluate.ts';
import { holes } from '../hole/holes.ts';
import { ingress } from './ingress.ts';

const v = holes(
  z.strictObject({
    namespace: z.string(),
    enabled: z.boolean(),
    host: z.string(),
    className: z.string(),
    tls: z.strictObject({ enabled: z.boolean(), secretName: z.string() }),
  }),
);
const tree = ingress(
  { namespace: v.namespace, app: 'demo' },
  { name: 'way-in', ...v, routes: [{ path: '/', service: 'web' }] },
);
const values = {
  namespace: 'demo',
  enabled: true,
  host: 'demo.local',
  className: 'nginx',
  tls: { enabled: false, secretName: 'cert' },
};
const release = { Name: 'demo', Namespace: 'demo' };

test('an ingress without https has no certificate', () => {
  expect(evaluate(tree, { values, release })).toMatchObject({
    spec: { ingressClassName: 'nginx', rules: [{ host: 'demo.local' }] },
  });
  expect(evaluate(tree, { values, release })).not.toHaveProperty('spec.tls');
});

test('an ingress with https names its host and its certificate', () => {
  const secure = { ...values, tls: { enabled: true, secretName: 'cert' } };
  expect(evaluate(tree, { values: secure, release })).toMatchObject({
    spec: { tls: [{ hosts: ['demo.local'], secretName: 'cert' }] },
  });
});

test('an ingress that is switched off is no object', () => {
  expect(evaluate(tree, { values: { ...values, enabled: false }, release })).toBeUndefined();
});
