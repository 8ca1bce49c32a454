import { newTask } from '@todo/todo';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { confirmationStore } from './confirmation-store.ts';
import { conversationStore } from './conversation-store.ts';
import { idempotencyStore } from './idempotency-store.ts';
import { rateWindowStore } from './rate-window-store.ts';
import { sweep } from './sweep.ts';
import { taskStore } from './task-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';
import { turnStore } from './turn-store.ts';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await startScratch();
}, 120_000);
beforeEach(async () => {
  await scratch.reset('ann');
  await scratch.database.query('DELETE FROM rate_windows');
  await scratch.database.query('DELETE FROM verification');
});
afterAll(() => scratch?.remove());

const nothing = {
  chat_turns: 0,
  confirmations: 0,
  idempotency_keys: 0,
  rate_windows: 0,
  task_events: 0,
  session: 0,
  verification: 0,
};

/** One row of each table that is swept. */
async function leave(): Promise<void> {
  const { database } = scratch;
  const conversationId = (await conversationStore(database).create('ann', 'talk')).id;
  const turns = turnStore(database);
  const { id } = await turns.start({ userId: 'ann', conversationId, deadlineAt: new Date() });
  await turns.append(id, 'delta', {});
  const asked = { userId: 'ann', conversationId, action: 'x', payload: {} };
  await confirmationStore(database).create({ ...asked, expiresAt: new Date() });
  await idempotencyStore(database).begin('ann', 'k', 'r', 'h');
  await rateWindowStore(database).take('k', 1, { limit: 1, windowSeconds: 60 });
  await taskStore(database).add('ann', newTask.parse({ title: 'kept' }));
  await database.query(
    `INSERT INTO session (id, token, "userId", "expiresAt", "updatedAt") VALUES ('s', 't', 'ann', now(), now())`,
  );
  await database.query(`INSERT INTO verification (id, identifier, value, "expiresAt") VALUES ('v', 'i', 'v', now())`);
}

test('what is fresh stays', async () => {
  await leave();
  expect(await sweep(scratch.database)).toEqual(nothing);
});

test('what is old goes, with what hangs on it; tasks and conversations stay', async () => {
  const { database } = scratch;
  await leave();
  for (const [table, column] of [
    ['chat_turns', 'started_at'],
    ['confirmations', 'expires_at'],
    ['idempotency_keys', 'created_at'],
    ['rate_windows', 'window_start'],
    ['task_events', 'created_at'],
    ['session', '"expiresAt"'],
    ['verification', '"expiresAt"'],
  ] as const)
    await database.query(`UPDATE ${table} SET ${column} = ${column} - interval '31 days'`);
  expect(await sweep(database)).toEqual(Object.fromEntries(Object.keys(nothing).map((table) => [table, 1])));
  expect(await sweep(database)).toEqual(nothing);
  expect(await database.query('SELECT FROM chat_events')).toEqual([]);
  expect(await database.query('SELECT FROM tasks')).toHaveLength(1);
  expect(await database.query('SELECT FROM conversations')).toHaveLength(1);
});

test('much of it goes in bounded parts, and replicas at once do not disturb each other', async () => {
  const { database, replica } = scratch;
  await database.query(`INSERT INTO rate_windows (key, window_start, used, last_granted)
    SELECT 'key ' || n, now() - interval '3 days', 1, 1 FROM generate_series(1, 2500) AS n`);
  const first = await sweep(database);
  expect(first.rate_windows).toBe(1000);
  const both = await Promise.all([sweep(database), sweep(replica)]);
  expect(both[0].rate_windows + both[1].rate_windows).toBeLessThanOrEqual(1500);
  await sweep(database);
  await sweep(database);
  expect(await database.query('SELECT FROM rate_windows')).toEqual([]);
});
