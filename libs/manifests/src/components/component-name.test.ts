import { expect, test } from 'vitest';
import { ManifestError } from '../error.ts';
import { release } from '../hole/build.ts';
import { autoscaler } from './autoscaler.ts';
import { checkComponentName } from './component-name.ts';
import { config } from './config.ts';
import { cronJob } from './cron-job.ts';
import { secretKey } from './env.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { migration } from './migration.ts';
import { networkPolicy } from './network-policy.ts';
import { postgres } from './postgres.ts';
import { secret } from './secret.ts';
import { service } from './service.ts';
import { worker } from './worker.ts';

const scope = { namespace: 'demo', app: 'demo' };
const size = { cpu: '100m', memory: '64Mi' };
const run = { image: { repository: 'demo', tag: '1' }, resources: { limits: size, requests: size } };

const database = { storage: '1Gi', user: 'demo', database: 'demo', password: secretKey('keys', 'PASSWORD') };

const makers: readonly (readonly [string, (name: string) => unknown])[] = [
  ['job', (name) => job(scope, { ...run, name })],
  ['cron job', (name) => cronJob(scope, { ...run, name, schedule: '@daily' })],
  ['worker', (name) => worker(scope, { ...run, name, replicas: 1 })],
  ['migration', (name) => migration(scope, { ...run, name, command: ['migrate'] })],
  ['autoscaler', (name) => autoscaler(scope, { name, minReplicas: 1, maxReplicas: 2, targetCPU: 80 })],
  ['network policy', (name) => networkPolicy(scope, { name, ports: [80] })],
  ['service', (name) => service(scope, { ...run, name, port: 80, replicas: 1 })],
  ['service address', (name) => service(scope, { ...run, name: 'web', service: name, port: 80, replicas: 1 })],
  ['config', (name) => config(scope, { name, data: {} })],
  ['secret', (name) => secret(scope, { name, data: {} })],
  ['ingress', (name) => ingress(scope, { name, host: 'demo.local', className: 'nginx', routes: [] })],
  ['database', (name) => postgres(scope, { ...run, ...database, name })],
];

const bad = ['', 'Web', 'my_app', 'a.b', '-a', 'a-', 'ä', 'a b', 'a\n', 'a'.repeat(64)];

test.each(makers)('a %s takes DNS labels and refuses other names at once', (_, make) => {
  for (const name of ['a', 'a-1', '7', 'a'.repeat(52)]) expect(() => make(name)).not.toThrow();
  for (const name of bad) expect(() => make(name), name).toThrow(ManifestError);
});

test.each(makers)('a %s refuses a hole as its name in a clear error', (_, make) => {
  const hole = release.name as unknown as string;
  expect(() => make(hole)).toThrow(expect.objectContaining({ code: 'BAD_COMPONENT' }));
});

test('a name may be as long as Kubernetes allows for what carries it', () => {
  expect(() => checkComponentName('worker', 'a'.repeat(63))).not.toThrow();
  expect(() => cronJob(scope, { ...run, name: 'a'.repeat(53), schedule: '@daily' })).toThrow(
    expect.objectContaining({ code: 'BAD_COMPONENT' }),
  );
});
