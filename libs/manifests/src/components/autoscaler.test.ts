import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { checkObjects } from '../checks/check-objects.ts';
import { evaluate } from '../evaluate.ts';
import { holes } from '../hole/holes.ts';
import { autoscaler } from './autoscaler.ts';

const v = holes(
  z.strictObject({ enabled: z.boolean(), minReplicas: z.int(), maxReplicas: z.int(), targetCPU: z.int() }),
);
const values = { enabled: true, minReplicas: 2, maxReplicas: 6, targetCPU: 70 };
const release = { Name: 'demo', Namespace: 'demo' };
const scope = { namespace: 'demo', app: 'demo' };

test('an autoscaler scales the Deployment of its name between its bounds', () => {
  const object = evaluate(autoscaler(scope, { name: 'web', ...v }), { values, release }) as KubeObject;
  expect(object).toMatchObject({
    metadata: { name: 'web', namespace: 'demo' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    },
  });
  // Its target is not in the set, and that is all.
  expect(checkObjects([object]).filter(({ path }) => !path.startsWith('spec.scaleTargetRef'))).toEqual([]);
});

test('an autoscaler that is switched off is no object', () => {
  const tree = autoscaler(scope, { name: 'web', ...v });
  expect(evaluate(tree, { values: { ...values, enabled: false }, release })).toBeUndefined();
});

test('an autoscaler without a switch is plain data that can be spread', () => {
  const object = autoscaler(scope, {
    name: 'db',
    target: { kind: 'StatefulSet', name: 'db' },
    minReplicas: 1,
    maxReplicas: 1,
    targetCPU: 80,
  });
  expect({ ...object, metadata: { name: 'other' } }).toMatchObject({
    metadata: { name: 'other' },
    spec: { scaleTargetRef: { kind: 'StatefulSet' } },
  });
});

test.each([
  ['more pods at least than at most', { minReplicas: 3, maxReplicas: 2, targetCPU: 80 }],
  ['no pod at least', { minReplicas: 0, maxReplicas: 2, targetCPU: 80 }],
  ['half a pod', { minReplicas: 1, maxReplicas: 1.5, targetCPU: 80 }],
  ['no CPU', { minReplicas: 1, maxReplicas: 2, targetCPU: 0 }],
])('an autoscaler refuses %s at once', (_, range) => {
  expect(() => autoscaler(scope, { name: 'web', ...range })).toThrow(
    expect.objectContaining({ code: 'BAD_COMPONENT' }),
  );
});

test('a range that is a hole is left to the schema of the values', () => {
  expect(() => autoscaler(scope, { name: 'web', ...v, minReplicas: 9 })).not.toThrow();
});
