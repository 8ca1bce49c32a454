import { expect, test } from 'vitest';
import { createLifecycle, readyAnswer } from './lifecycle.ts';

test('a service starts not ready, gets ready, and drains for good', () => {
  const lifecycle = createLifecycle();
  expect(readyAnswer(lifecycle.state)).toEqual({ status: 503, body: { status: 'starting' } });
  lifecycle.becomeReady();
  expect(readyAnswer(lifecycle.state).status).toBe(200);
  lifecycle.drain();
  lifecycle.becomeReady();
  expect(readyAnswer(lifecycle.state)).toEqual({ status: 503, body: { status: 'draining' } });
});
