import { expect, test } from 'vitest';

import { toldPath } from './told-path.ts';

test.each([
  { path: '/', told: '/' },
  { path: '/sign-in', told: '/sign-in' },
  { path: '/api/auth/sign-in/email', told: '/api/auth/sign-in/email' },
  { path: '/api/openapi.json', told: '/api/openapi.json' },
  { path: '/icon.svg', told: '/icon.svg' },
  { path: '/_next/static/chunks/0a1b2c3d.js', told: '/_next/static/*' },
  { path: '/api/k3jD8sLq0PzXvB2nM5tRwY7uHgF4cEaS/tasks/17', told: '/api/*/tasks/*' },
  { path: '/api/ann/tasks', told: '/api/*/tasks' },
  { path: '/api/auth/reset-password/Xy12Zz', told: '/api/auth/reset-password/*' },
  { path: '/ann@example.com', told: '/*' },
  { path: '/buy%20milk', told: '/*' },
  { path: '/../../etc/passwd', told: '/*/*/etc/passwd' },
])('of $path the log and the metrics know $told', ({ path, told }) => {
  expect(toldPath(path)).toBe(told);
});
