import { expect, test } from 'vitest';
import { inDemo, openScope, plainScope } from '../testing/scope.ts';
import { metadata } from './scope.ts';

test('an object of a plain stack has the labels of its component, and none without one', () => {
  expect(inDemo(metadata(plainScope, 'web', 'web'))).toEqual({
    name: 'web',
    namespace: 'demo',
    labels: { app: 'demo', component: 'web' },
  });
  expect(inDemo(metadata(plainScope, 'settings'))).toEqual({ name: 'settings', namespace: 'demo' });
});

test('labels of an installer are beside ours, and never in place of them', () => {
  const labels = { team: 'a', app: 'other', component: 'other' };
  expect(inDemo(metadata(openScope, 'web', 'web'), { labels })).toMatchObject({
    labels: { app: 'demo', component: 'web', team: 'a' },
  });
  expect(inDemo(metadata(openScope, 'settings'), { labels })).toMatchObject({ labels: { app: 'demo', team: 'a' } });
});

test('annotations of an installer are there when there are some', () => {
  expect(inDemo(metadata(openScope, 'web'))).not.toHaveProperty('annotations');
  expect(inDemo(metadata(openScope, 'web'), { annotations: { 'a.b/c': 'yes' } })).toMatchObject({
    annotations: { 'a.b/c': 'yes' },
  });
});
