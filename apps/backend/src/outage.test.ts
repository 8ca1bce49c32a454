import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from './testing/start-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
}, 120_000);
afterAll(() => backend?.close());

test(
  'without its database it answers 503 with Retry-After, stays alive, and recovers by itself with nothing lost',
  { timeout: 60_000 },
  async () => {
    const person = await backend.person();
    const app = backend.apps[0]!;
    const add = (key: string): Promise<Response> =>
      backend.send(person, '/tasks', { method: 'POST', json: { title: 'Task' }, headers: { 'idempotency-key': key } });
    expect((await add('before')).status).toBe(201);
    await backend.postgres.stop();
    const refused = await Promise.all([
      backend.send(person, '/tasks'),
      backend.send(person, '/tasks/1'),
      backend.send(person, '/conversations'),
      backend.send(person, '/chat', { method: 'POST', json: { message: 'hello' } }),
      add('during'),
    ]);
    for (const answer of refused) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await app.request('/health')).status).toBe(200);
    // What needs no database does not know of it.
    expect((await app.request(`/api/${person.userId}/tasks`)).status).toBe(401);
    expect((await app.request('/api/openapi.json')).status).toBe(200);
    await backend.postgres.start();
    expect((await add('before')).headers.get('idempotency-replayed')).toBe('true');
    expect((await add('during')).status).toBe(201);
    expect(await (await backend.send(person, '/tasks')).json()).toMatchObject({ total: 2 });
  },
);

test('while the keys can not be had, a new token is 503 and a known one goes on', async () => {
  const [known, other] = [await backend.person(), await backend.person()];
  expect((await backend.send(known, '/tasks')).status).toBe(200);
  await backend.issuer.rotate();
  backend.issuer.fail(true);
  const strange = { ...other, token: await backend.issuer.mint({ sub: other.userId }) };
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const answer = await backend.send(strange, '/tasks');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect((await backend.send(known, '/tasks')).status).toBe(200);
  backend.issuer.fail(false);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect((await backend.send(strange, '/tasks')).status).toBe(200);
});
