import { expect, test } from 'vitest';
import * as z from 'zod';
import { evaluate } from '../evaluate.ts';
import { holes } from '../hole/holes.ts';
import { plainScope } from '../testing/scope.ts';
import { disruptionBudget } from './disruption-budget.ts';

const v = holes(
  z.strictObject({
    replicas: z.int(),
    enabled: z.boolean(),
    autoscaling: z.strictObject({ enabled: z.boolean(), minReplicas: z.int() }),
  }),
);
const fixed = { replicas: 2, enabled: true, autoscaling: { enabled: false, minReplicas: 1 } };

function there(options: object, values: unknown = fixed): boolean {
  const tree = disruptionBudget(plainScope, { name: 'web', replicas: v.replicas, ...options });
  return evaluate(tree, { values, release: { Name: 'r', Namespace: 'n' } }) !== undefined;
}

test.each([
  { replicas: 0, is: false },
  { replicas: 1, is: false },
  { replicas: 2, is: true },
])('with $replicas pods there is a budget: $is', ({ replicas, is }) => {
  expect(there({}, { ...fixed, replicas })).toBe(is);
  expect(there({ replicas })).toBe(is);
});

test.each([
  { replicas: 2, minReplicas: 1, is: false },
  { replicas: 1, minReplicas: 2, is: true },
])(
  'an autoscaler that keeps $minReplicas pods counts more than $replicas replicas',
  ({ replicas, minReplicas, is }) => {
    const values = { ...fixed, replicas, autoscaling: { enabled: true, minReplicas } };
    expect(there({ autoscaling: v.autoscaling }, values)).toBe(is);
    expect(there({ autoscaling: v.autoscaling, replicas }, values)).toBe(is);
  },
);

test('an autoscaler that is switched off does not count', () => {
  expect(there({ autoscaling: v.autoscaling })).toBe(true);
  expect(there({ autoscaling: v.autoscaling, replicas: 2 })).toBe(true);
  expect(there({ autoscaling: v.autoscaling, replicas: 1 })).toBe(false);
});

test('it can be switched off', () => {
  expect(there({ enabled: v.enabled }, { ...fixed, enabled: false })).toBe(false);
  expect(there({ enabled: v.enabled, replicas: 2 }, { ...fixed, enabled: false })).toBe(false);
  expect(there({ enabled: v.enabled, replicas: 2 })).toBe(true);
});
