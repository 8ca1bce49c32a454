import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../testing/start-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend({ replicas: 2, limits: { read: 200, write: 20, chat: 20 } });
}, 120_000);
afterAll(() => backend?.close());

/** Not just before the windows of the database change. */
async function earlyInAWindow(): Promise<void> {
  const [row] = await backend.database.query<{ left: number }>(
    'SELECT (60 - extract(epoch FROM now())::numeric % 60)::float8 AS left',
  );
  const left = row?.left ?? 0;
  if (left < 8) await new Promise((resolve) => setTimeout(resolve, left * 1000 + 100));
}

test(
  'two replicas together never grant more than the limit, and reads do not cost a write each',
  { timeout: 60_000 },
  async () => {
    await earlyInAWindow();
    const person = await backend.person();
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => backend.send(person, '/tasks?limit=1', { replica: index % 2 })),
    );
    const granted = answers.filter(({ status }) => status === 200).length;
    expect(granted).toBeLessThanOrEqual(200);
    // A replica may be left with less than one block that the other one lacked.
    expect(granted).toBeGreaterThan(180);
    const refused = answers.find(({ status }) => status === 429);
    expect(await refused?.json()).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(61);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  },
);

test('each person has an allowance of their own, and each kind of request', { timeout: 60_000 }, async () => {
  await earlyInAWindow();
  const [ann, bob] = [await backend.person(), await backend.person()];
  const write = { method: 'POST', json: { title: 'Task' } };
  const statuses: number[] = [];
  for (let index = 0; index < 25; index++) statuses.push((await backend.send(ann, '/tasks', write)).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(20);
  expect((await backend.send(ann, '/tasks')).status).toBe(200);
  expect((await backend.send(bob, '/tasks', write)).status).toBe(201);
});

test('a request without a token counts for nobody', async () => {
  const answer = await backend.apps[0]!.request('/api/somebody/tasks');
  expect(answer.status).toBe(401);
  const rows = await backend.database.query(`SELECT 1 FROM rate_windows WHERE key LIKE '%somebody'`);
  expect(rows).toHaveLength(0);
});
