import { expect, test } from 'vitest';

import { routable } from './routable.ts';

const LINUX = {
  driver: 'docker',
  platform: 'linux',
  kernel: '6.1.0',
  dockerHost: undefined,
  dockerProduct: '',
} as const;

test.each([
  { way: true, when: 'the engine runs on this Linux', facts: LINUX },
  { way: true, when: 'its socket is named', facts: { ...LINUX, dockerHost: 'unix:///var/run/docker.sock' } },
  { way: false, when: 'the engine is rootless', facts: { ...LINUX, dockerHost: 'unix:///run/user/1000/docker.sock' } },
  { way: false, when: 'the engine is remote', facts: { ...LINUX, dockerHost: 'tcp://10.0.0.1:2376' } },
  { way: false, when: 'it is Docker Desktop', facts: { ...LINUX, dockerProduct: 'Docker Desktop 4.50.0' } },
  { way: false, when: 'this is WSL', facts: { ...LINUX, kernel: '5.15.0-microsoft-standard-WSL2' } },
  { way: false, when: 'this is a Mac', facts: { ...LINUX, platform: 'darwin' } },
  { way: true, when: 'it is a virtual machine on a Mac', facts: { ...LINUX, driver: 'vfkit', platform: 'darwin' } },
  { way: true, when: 'it is a virtual machine on Linux', facts: { ...LINUX, driver: 'kvm2' } },
  { way: false, when: 'it is QEMU with its own network', facts: { ...LINUX, driver: 'qemu2' } },
  { way: true, when: 'the node is this machine', facts: { ...LINUX, driver: 'none' } },
] as const)('the address of the node is reachable: $way, when $when', ({ way, facts }) => {
  expect(routable(facts)).toBe(way);
});
