import { expect, test } from 'vitest';

import { isSupported, parseMinikubeVersion } from './version.ts';

test('the version is read', () => {
  expect(parseMinikubeVersion('{"commit":"c93a","minikubeVersion":"v1.38.1"}')).toBe('v1.38.1');
  expect(parseMinikubeVersion('minikube: command not found')).toBeUndefined();
});

test.each([
  ['v1.31.2', false],
  ['v1.32.0', true],
  ['v1.38.1', true],
  ['v2.0.0', true],
  ['v0.99.0', false],
])('%s is supported: %s', (version, supported) => {
  expect(isSupported(version)).toBe(supported);
});
