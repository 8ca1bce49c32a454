import { expect, test } from 'vitest';

import { describeAddress } from './address.ts';

const result = {
  url: 'http://todo.local',
  host: 'todo.local',
  namespace: 'todo-app',
  smoke: { service: 'frontend-service', port: 3000, path: '/status' },
};

test('a name that leads to the node works as it is', () => {
  const address = describeAddress({ result, context: 'minikube', ip: '192.168.49.2', resolved: ['192.168.49.2'] });
  expect(address).toMatchObject({ url: 'http://todo.local', works: true });
  expect(address).not.toHaveProperty('hostsLine');
});

test.each([[[]], [['127.0.0.1']]])('a name that resolves to %j needs a line in the hosts file', (resolved) => {
  const address = describeAddress({ result, context: 'minikube', ip: '192.168.49.2', resolved });
  expect(address).toMatchObject({ works: false, hostsLine: '192.168.49.2 todo.local' });
});

test('where the node is out of reach, the way is a port-forward in the context of the profile', () => {
  const address = describeAddress({ result, context: 'two', resolved: [] });
  expect(address).not.toHaveProperty('hostsLine');
  expect(address.portForward).toEqual({
    command: 'kubectl --context two -n todo-app port-forward service/frontend-service 3000:3000',
    url: 'http://localhost:3000',
  });
});
