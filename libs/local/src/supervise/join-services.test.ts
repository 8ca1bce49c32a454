import type { LocalService } from '@nx-kube/manifests/local';
import { expect, test } from 'vitest';
import { joinServices } from './join-services.ts';

const serviceOf = (name: string, workload: string, ...ports: readonly number[]): LocalService => ({
  name,
  workload,
  ports: ports.map((port) => ({ port, targetPort: port })),
});

test('a port that is new follows those that were there', () => {
  const joined = joinServices(
    { services: [serviceOf('web', 'web', 80)] },
    { services: [serviceOf('web', 'web', 81, 80)] },
  );
  expect(joined).toEqual([serviceOf('web', 'web', 80, 81)]);
});

test('a port that leads to another workload now leads to the one before until that is over', () => {
  const before = { services: [serviceOf('web', 'old', 80)] };
  expect(joinServices(before, { services: [serviceOf('web', 'new', 80)] })).toEqual(before.services);
  expect(joinServices(before, { services: [serviceOf('web', 'new', 80, 81)] })).toEqual([
    serviceOf('web', 'old', 80),
    serviceOf('web', 'new', 81),
  ]);
});

test('Services that left stay, and those that came are there', () => {
  const joined = joinServices({ services: [serviceOf('a', 'a', 1)] }, { services: [serviceOf('b', 'b', 2)] });
  expect(joined).toEqual([serviceOf('a', 'a', 1), serviceOf('b', 'b', 2)]);
});
