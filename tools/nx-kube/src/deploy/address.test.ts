import { expect, test } from 'vitest';

import { describeAddress, forwardCommand } from './address.ts';

const result = { url: 'http://todo.local', host: 'todo.local' };
const release = { profile: 'minikube', environment: 'minikube' };

test('a name that leads to the node works as it is', () => {
  const address = describeAddress({ result, release, ip: '192.168.49.2', resolved: ['192.168.49.2'] });
  expect(address).toMatchObject({ url: 'http://todo.local', works: true });
  expect(address).not.toHaveProperty('hostsLine');
});

test.each([[[]], [['127.0.0.1']]])('a name that resolves to %j needs a line in the hosts file', (resolved) => {
  const address = describeAddress({ result, release, ip: '192.168.49.2', resolved });
  expect(address).toMatchObject({ works: false, hostsLine: '192.168.49.2 todo.local' });
});

test('where the node is out of reach, a port of this machine is the way', () => {
  const address = describeAddress({ result, release, resolved: [] });
  expect(address).not.toHaveProperty('hostsLine');
  expect(address.forwardCommand).toBe('npx nx-kube open --port-forward');
});

test('the command names the release as the user did', () => {
  expect(forwardCommand({ profile: 'two', environment: 'prod', namespace: 'other' })).toBe(
    'npx nx-kube open --port-forward --profile two --environment prod --namespace other',
  );
});
