import { expect, test } from 'vitest';

import { movingTag } from './ensure.ts';

test.each([
  ['apps/backend', 'apps-backend:latest'],
  ['tools/images/node-base', 'tools-images-node-base:latest'],
  ['apps\\Web App', 'apps-web-app:latest'],
])('the moving tag of %s is %s', (projectRoot, tag) => {
  expect(movingTag(projectRoot)).toBe(tag);
});
