import type { KubeObject } from '@nx-kube/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkObjects } from '../checks/check-objects.ts';
import { evaluate } from '../evaluate.ts';
import { cronJob } from './cron-job.ts';
import { job } from './job.ts';
import { networkPolicy } from './network-policy.ts';
import { worker } from './worker.ts';

const scope = { namespace: 'demo', app: 'demo' };
const release = { Name: 'demo', Namespace: 'demo' };

const command = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 3 });
const size = fc.integer({ min: 1, max: 4000 }).map((cpu) => ({ cpu: `${cpu}m`, memory: `${cpu}Mi` }));
const programs = fc.record(
  {
    name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/),
    image: fc.constant({ repository: 'demo', tag: '1' }),
    resources: size.map((limits) => ({ limits, requests: limits })),
    env: fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,20}$/), fc.string({ unit: 'binary' }), { maxKeys: 4 }),
    command,
    alive: command,
    replicas: fc.nat({ max: 9 }),
    backoffLimit: fc.nat({ max: 9 }),
    activeDeadlineSeconds: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  },
  { requiredKeys: ['name', 'image', 'resources', 'replicas'] },
);

test('whatever valid options it is made from, a component passes every check', () => {
  fc.assert(
    fc.property(programs, ({ alive, replicas, ...run }) => {
      const made = [
        job(scope, run),
        cronJob(scope, { ...run, schedule: '@daily' }),
        worker(scope, { ...run, replicas, ...(alive ? { alive } : {}) }),
        { policy: networkPolicy(scope, { name: run.name, from: [run.name], ports: [80] }) },
      ];
      for (const objects of made) expect(issuesOf(Object.values(objects)), run.name).toEqual([]);
    }),
  );
});

/** A policy's pods are another component's, so its selectors alone may find nobody. */
function issuesOf(trees: readonly object[]): readonly unknown[] {
  const objects = trees.map((tree) => evaluate(tree, { values: {}, release }) as KubeObject);
  return checkObjects(objects).filter(
    ({ object, rule }) => !(object.startsWith('NetworkPolicy') && rule.startsWith('links/')),
  );
}
