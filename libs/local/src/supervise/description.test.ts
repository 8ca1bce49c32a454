import { expect, test } from 'vitest';
import { type Description, differenceOf } from './description.ts';
import { workloadOf } from './testing/plan.ts';

const address = { service: 'db', port: 5432, local: 40_000 };
const descriptionOf = (more: Partial<Description> = {}): Description => ({
  workload: workloadOf('web', { env: { PORT: '8000', DB: 'postgres://db:5432/web' } }),
  replicas: 1,
  services: [],
  addresses: [address],
  ...more,
});

test('the same description, in another order, is no difference', () => {
  const workload = workloadOf('web', { env: { DB: 'postgres://db:5432/web', PORT: '8000' } });
  expect(differenceOf(descriptionOf(), descriptionOf({ workload }))).toBe('none');
});

test.each([
  ['variable', workloadOf('web', { env: { PORT: '8000', DB: 'postgres://db:5432/other' } })],
  ['grace', workloadOf('web', descriptionOf().workload.container, { graceSeconds: 1 })],
  ['step', workloadOf('web', descriptionOf().workload.container, { init: [descriptionOf().workload.container] })],
])('another %s is another process', (_, workload) => {
  expect(differenceOf(descriptionOf(), descriptionOf({ workload }))).toBe('anew');
});

test('another count of replicas is more of the same, or less', () => {
  expect(differenceOf(descriptionOf(), descriptionOf({ replicas: 2 }))).toBe('scaled');
});

test('what it waited for is over', () => {
  const workload = { ...descriptionOf().workload, after: ['db'] };
  expect(differenceOf(descriptionOf(), descriptionOf({ workload }))).toBe('none');
});

test('a Service that is told of, and that there was not before, is another address', () => {
  expect(differenceOf(descriptionOf({ addresses: [] }), descriptionOf())).toBe('anew');
  const other = { service: 'other', port: 80, local: 40_001 };
  expect(differenceOf(descriptionOf(), descriptionOf({ addresses: [address, other] }))).toBe('none');
});
