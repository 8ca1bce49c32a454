import { expect, test } from 'vitest';

import type { Profile } from './profile.ts';
import { startArguments } from './start.ts';

const NEW = { name: 'demo', driver: 'docker', runtime: 'containerd' };

test('a new profile has its driver, runtime and memory named', () => {
  expect(startArguments(NEW, undefined)).toEqual(
    expect.arrayContaining(['--profile=demo', '--driver=docker', '--container-runtime=containerd', '--memory=4096']),
  );
});

test('a profile that is there keeps its own driver and runtime, and its size is not touched', () => {
  const existing: Profile = {
    name: 'demo',
    driver: 'kvm2',
    runtime: 'docker',
    status: 'Stopped',
    nodes: [],
    kubernetesVersion: 'v1.34.4',
    context: 'demo',
  };
  const args = startArguments({ ...NEW, memoryMb: 8192, cpus: 4, kubernetesVersion: 'v1.35.1' }, existing);
  expect(args).toEqual(expect.arrayContaining(['--driver=kvm2', '--container-runtime=docker']));
  expect(args.join(' ')).not.toMatch(/--memory|--cpus|--kubernetes-version/);
});

test('no start ever deletes a profile or moves the current context', () => {
  expect(startArguments(NEW, undefined)).toEqual(
    expect.arrayContaining(['--delete-on-failure=false', '--keep-context']),
  );
});
