import { join } from 'node:path';

import { expect, test } from 'vitest';

import shop from '../testing/shop-stack.ts';
import { findSource } from './source.ts';

const root = join(import.meta.dirname, '../..');
const ref = (name: string): Parameters<ReturnType<typeof findSource>>[0] => ({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace: 'shop',
  name,
});

test('an object is found where it is written, relative to the workspace', () => {
  const sourceOf = findSource(shop, { environment: 'minikube' }, root);
  expect(sourceOf(ref('web'))).toMatch(/^src\/testing\/shop-stack\.ts:\d+:\d+$/);
});

test('what the stack does not make has no place', () => {
  expect(findSource(shop, { environment: 'minikube' }, root)(ref('other'))).toBeUndefined();
});

test('in another namespace it is the same object', () => {
  const sourceOf = findSource(shop, { environment: 'minikube', namespace: 'elsewhere' }, root);
  expect(sourceOf({ ...ref('web'), namespace: 'elsewhere' })).toBeDefined();
});
