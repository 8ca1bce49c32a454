import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { createSteadiness } from './steadiness.ts';

const web = (container: object, kind = 'Deployment'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1', ...container }] } } },
});
const ready = { state: 'ready', message: '1 of 1' } as const;
const pending = { state: 'pending', message: '0 of 1' } as const;

test.each([
  ['pending', 'its container has no probe', web({})],
  ['ready', 'a readiness probe has found it ready', web({ readinessProbe: {} })],
  ['ready', 'a startup probe has found it started', web({ startupProbe: {} })],
  ['ready', 'it is a Job that completed', web({}, 'Job')],
  ['ready', 'it has no containers', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } }],
] as const)('what looks ready for the first time is %s when %s', (state, _, object) => {
  expect(createSteadiness(() => 0).hold('web', object, ready).state).toBe(state);
});

test('without a probe, ready has to last; what falls back begins anew', () => {
  let now = 0;
  const steadiness = createSteadiness(() => now);
  const at = (time: number, verdict: typeof ready | typeof pending): string => {
    now = time;
    return steadiness.hold('web', web({}), verdict).state;
  };
  expect([at(0, ready), at(1499, ready), at(1500, ready)]).toEqual(['pending', 'pending', 'ready']);
  expect([at(1600, pending), at(1700, ready), at(3100, ready), at(3200, ready)]).toEqual([
    'pending',
    'pending',
    'pending',
    'ready',
  ]);
});
