import { expect, test } from 'vitest';
import { inDemo, plainScope } from '../testing/scope.ts';
import { secretKey } from './env.ts';
import { postgres } from './postgres.ts';

const amount = { cpu: '100m', memory: '256Mi' };
const store = postgres(plainScope, {
  name: 'store',
  image: { repository: 'postgres', tag: '18' },
  resources: { limits: amount, requests: amount },
  storage: '1Gi',
  user: 'app',
  database: 'app',
  password: secretKey('keys', 'PASSWORD'),
});

test('a database stands alone: an account, an address, and one server on its volume', () => {
  expect(inDemo(store.service)).toMatchObject({ kind: 'Service', metadata: { name: 'store' } });
  expect(inDemo(store.serviceAccount)).toMatchObject({ kind: 'ServiceAccount', metadata: { name: 'store' } });
  expect(inDemo(store.statefulSet)).toMatchObject({
    kind: 'StatefulSet',
    spec: {
      replicas: 1,
      serviceName: 'store',
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '1Gi' } } } }],
    },
  });
});

test('the password is a file that only the server reads, and no variable', () => {
  const text = JSON.stringify(inDemo(store.statefulSet));
  expect(text).not.toContain('secretKeyRef');
  expect(inDemo(store.statefulSet)).toMatchObject({
    spec: {
      template: {
        spec: {
          volumes: [
            { secret: { secretName: 'keys', defaultMode: 0o440, items: [{ key: 'PASSWORD', path: 'password' }] } },
            { name: 'tmp' },
          ],
        },
      },
    },
  });
});
