import { autoscaler, cronJob, internet, job, networkPolicy, worker } from '@nx-kube/manifests';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '../../libs/manifests/examples/support/examples.ts';
import { testCluster } from '../support/cluster.ts';
import { run, type Outcome } from '../support/run.ts';

const cluster = testCluster();
const scope = { namespace: 'default', app: 'components-e2e' };
const size = { cpu: '100m', memory: '64Mi' };
const program = { image: { repository: 'demo', tag: '1' }, resources: { limits: size, requests: size } };

/** Asks the API server whether it would take these objects; none of them is stored. */
function dryRun(items: readonly object[]): Promise<Outcome> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const flags = ['--dry-run=server', '--validate=strict', '--output=name', '-f', '-'];
  return run('kubectl', ['--context', cluster.profile, '--namespace', 'default', 'create', ...flags], { input });
}

test('the API server takes every component as it comes', async () => {
  const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
  const objects = [
    ...Object.values(job(scope, { ...program, name: 'import', command: ['import'] })),
    ...Object.values(cronJob(scope, { ...program, name: 'n'.repeat(52), schedule: '0 3 * * *' })),
    ...Object.values(worker(scope, { ...program, name: 'mailer', replicas: 2, alive: ['true'] })),
    autoscaler(scope, { name: 'mailer', minReplicas: 1, maxReplicas: 3, targetCPU: 70 }),
    networkPolicy(scope, {
      name: 'mailer',
      from: ['import', monitoring],
      ports: [9090, 'metrics'],
      to: ['store', { peer: internet, ports: [443] }],
    }),
  ];
  const outcome = await dryRun(objects);
  expect(outcome.stderr).toBe('');
  expect(outcome.stdout.trim().split('\n')).toHaveLength(objects.length);
});

test.each(['microservices-demo', 'guestbook'] as const)('the API server takes every object of %s', async (name) => {
  const outcome = await dryRun(examples[name]);
  expect(outcome.stderr).toBe('');
  expect(outcome.stdout.trim().split('\n')).toHaveLength(examples[name].length);
});

const NUMBERS = ['0', '1', '5', '6', '7', '12', '13', '23', '24', '31', '32', '59', '60', '007'];
const end = fc.constantFrom('*', '?', ...NUMBERS, 'mon', 'SUN', 'Jan', 'dec', 'foo', '', '-1', '1.5', '+1');
const step = fc.constantFrom('1', '5', '02', '100', '0', '*', '', '1/2');
const field = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('*', '0', '1', '*/5', '1-5', '1,2') },
  end,
  fc.tuple(end, end).map((ends) => ends.join('-')),
  fc.tuple(end, end, step).map(([from, to, by]) => `${from}-${to}/${by}`),
  fc.tuple(end, step, end).map(([from, by, more]) => `${from}/${by},${more}`),
);
const space = fc.constantFrom(' ', '  ', '\t');
const named = fc.constantFrom(
  '@daily',
  '@Daily',
  '@reboot',
  '@every 90m',
  '@every 1.5h',
  '@every .5h',
  '@every day',
  '@',
);
const schedules = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(fc.tuple(field, field, field, field, field), space).map(([all, by]) => all.join(by)),
  },
  named,
  fc.array(field, { maxLength: 7 }).map((all) => all.join(' ')),
);

test('the API server takes every schedule that we take', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const taken = fc.sample(schedules, { seed, numRuns: 4000 }).flatMap((schedule, index) => {
    try {
      return [cronJob(scope, { ...program, name: `schedule-${index}`, schedule }).cronJob];
    } catch {
      return [];
    }
  });
  const outcome = await dryRun(taken);
  expect(taken.length).toBeGreaterThan(200);
  expect(outcome.stderr, `seed ${seed}`).toBe('');
  expect(outcome.stdout.trim().split('\n')).toHaveLength(taken.length);
});
