import type { Task } from '@todo/todo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type Person, type TestBackend } from '../testing/start-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend({ replicas: 2 });
}, 120_000);
afterAll(() => backend?.close());

const add = (person: Person, key: string, title: string, replica = 0): Promise<Response> =>
  backend.send(person, '/tasks', { method: 'POST', json: { title }, headers: { 'idempotency-key': key }, replica });
const count = async (person: Person): Promise<number> =>
  ((await (await backend.send(person, '/tasks')).json()) as { total: number }).total;

test('the same key and body get the first answer again, with its status and headers, from either replica', async () => {
  const person = await backend.person();
  const first = await add(person, 'key-1', 'Once');
  const again = await add(person, 'key-1', ' Once ', 1);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await again.text()).toBe(await first.text());
  for (const name of ['etag', 'location', 'content-type'])
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await count(person)).toBe(1);
});

test('the same key with another body or another route is 422', async () => {
  const person = await backend.person();
  await add(person, 'key-1', 'One');
  expect((await add(person, 'key-1', 'Two', 1)).status).toBe(422);
  const elsewhere = { method: 'POST', json: { title: 'One' }, headers: { 'idempotency-key': 'key-1' } };
  expect((await backend.send(person, '/conversations', elsewhere)).status).toBe(422);
  expect(await count(person)).toBe(1);
});

test('a key belongs to one person', async () => {
  const [ann, bob] = [await backend.person(), await backend.person()];
  const made = [await add(ann, 'shared', 'Same'), await add(bob, 'shared', 'Same')];
  const ids = await Promise.all(made.map(async (answer) => ((await answer.json()) as Task).id));
  expect(new Set(ids).size).toBe(2);
});

test('of many at once on two replicas one adds; the others get its answer, or 409 while it is under way', async () => {
  const person = await backend.person();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => add(person, 'race', 'Once', index % 2)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
  expect(statuses).toContain(201);
  expect(await count(person)).toBe(1);
  expect((await add(person, 'race', 'Once')).status).toBe(201);
  expect(await count(person)).toBe(1);
});

test('while the first is under way, a repetition is told so', async () => {
  const person = await backend.person();
  // As a replica leaves it that has begun and not ended.
  await add(person, 'open', 'Slow');
  await backend.database.query(`UPDATE idempotency_keys SET status = NULL, body = NULL WHERE user_id = $1`, [
    person.userId,
  ]);
  const told = await add(person, 'open', 'Slow', 1);
  expect(told.status).toBe(409);
  expect(told.headers.get('retry-after')).toBe('1');
  expect(await told.json()).toMatchObject({ code: 'IN_PROGRESS' });
});

test('a request that was refused leaves its key free', async () => {
  const person = await backend.person();
  const send = (json: object): Promise<Response> =>
    backend.send(person, '/tasks', { method: 'POST', json, headers: { 'idempotency-key': 'free' } });
  expect((await send({ title: 'X', recurrence: 'daily' })).status).toBe(422);
  expect((await send({ title: 'X' })).status).toBe(201);
});

test('a task whose answer could not be kept is not added either', async () => {
  const person = await backend.person();
  await backend.database.query(
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'`,
  );
  await backend.database.query(
    `CREATE TRIGGER fail BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.key = 'doomed') EXECUTE FUNCTION fail()`,
  );
  expect((await add(person, 'doomed', 'Once')).status).toBe(500);
  expect(await count(person)).toBe(0);
  await backend.database.query('DROP TRIGGER fail ON idempotency_keys');
  expect((await add(person, 'doomed', 'Once', 1)).status).toBe(201);
  expect(await count(person)).toBe(1);
});

test.each([[''], ['two words'], ['x'.repeat(201)], ['ünïcode']])('the key %j is refused', async (key) => {
  const person = await backend.person();
  const answer = await add(person, key, 'Title');
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ errors: [{ path: 'header.idempotency-key' }] });
});

test('a token that outlives its account is 401, with a key and without', async () => {
  const ghost = { userId: 'nobody', token: await backend.issuer.mint({ sub: 'nobody' }) };
  expect((await add(ghost, 'key', 'Boo')).status).toBe(401);
  expect((await backend.send(ghost, '/tasks', { method: 'POST', json: { title: 'Boo' } })).status).toBe(401);
  expect((await backend.send(ghost, '/conversations', { method: 'POST', json: {} })).status).toBe(401);
});
