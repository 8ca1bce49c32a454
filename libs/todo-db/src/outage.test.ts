import { setTimeout as sleep } from 'node:timers/promises';
import { newTask, taskQuery } from '@todo/todo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmationStore } from './confirmation-store.ts';
import { conversationStore } from './conversation-store.ts';
import { idempotencyStore } from './idempotency-store.ts';
import { rateWindowStore } from './rate-window-store.ts';
import { signingKey } from './signing-key.ts';
import { sweep } from './sweep.ts';
import { taskStore } from './task-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';
import { turnStore } from './turn-store.ts';
import { DatabaseUnavailable } from './unavailable.ts';

let scratch: Scratch;
let conversationId: number;
beforeAll(async () => {
  scratch = await startScratch();
  await scratch.reset('ann');
  conversationId = (await conversationStore(scratch.database).create('ann', 'talk')).id;
}, 120_000);
afterAll(() => scratch?.remove());

const id = '00000000-0000-4000-8000-000000000000';
const list = taskQuery.parse({});

/** Every method of every store, as nothing that is there answers it. */
function everything(): Readonly<Record<string, () => Promise<unknown>>> {
  const { database } = scratch;
  const tasks = taskStore(database);
  const conversations = conversationStore(database);
  const turns = turnStore(database);
  const confirmations = confirmationStore(database);
  const keys = idempotencyStore(database);
  const asked = { userId: 'ann', conversationId, action: 'x', payload: {}, expiresAt: new Date() };
  return {
    add: () => tasks.add('ann', newTask.parse({ title: 'x' })),
    get: () => tasks.get('ann', 1),
    list: () => tasks.list('ann', list),
    count: () => tasks.list('ann', { ...list, skip: 9 }),
    change: () => tasks.change('ann', 0, { title: 'y' }),
    remove: () => tasks.remove('ann', 0),
    create: () => conversations.create('ann', 'talk'),
    conversations: () => conversations.list('ann', { skip: 0, limit: 1 }),
    conversation: () => conversations.get('ann', 0),
    rename: () => conversations.rename('ann', 0, 'x'),
    removeConversation: () => conversations.remove('ann', 0),
    messages: () => conversations.messages('ann', 0, { limit: 1 }),
    say: () => conversations.append('ann', 0, { role: 'user', content: 'x' }),
    lastMessages: () => conversations.lastMessages('ann', 0, 1),
    start: () => turns.start({ userId: 'ann', conversationId, deadlineAt: new Date() }),
    append: () => turns.append(id, 'delta', {}),
    end: () => turns.end(id, 'done'),
    turn: () => turns.get('ann', id),
    eventsAfter: () => turns.eventsAfter([{ turnId: id, seq: 0 }]),
    watch: () => turns.watch([id]),
    keepFollowed: () => turns.keepFollowed([id]),
    requestCancel: () => turns.requestCancel('ann', id),
    failOverdue: () => turns.failOverdue(id),
    ask: () => confirmations.create(asked),
    use: () => confirmations.use('ann', conversationId, id),
    begin: () => keys.begin('ann', 'k', 'r', 'h'),
    finish: () => keys.finish('ann', 'k', 200, {}),
    forget: () => keys.forget('ann', 'k'),
    take: () => rateWindowStore(database).take('k', 1, { limit: 1, windowSeconds: 1 }),
    signingKey: () => signingKey(database, 'k'),
    sweep: () => sweep(database),
  };
}

async function outcomes(): Promise<Readonly<Record<string, string>>> {
  const told = Object.entries(everything()).map(async ([name, call]) => [
    name,
    await call().then(
      () => 'answered',
      (error: unknown) => (error instanceof DatabaseUnavailable ? 'unavailable' : String(error)),
    ),
  ]);
  return Object.fromEntries(await Promise.all(told)) as Record<string, string>;
}

const allOf = (outcome: string): object => Object.fromEntries(Object.keys(everything()).map((name) => [name, outcome]));

test('while the database is away everything says so, and works again when it is back', async () => {
  expect(await outcomes()).toEqual(allOf('answered'));
  await scratch.postgres.stop();
  expect(await outcomes()).toEqual(allOf('unavailable'));
  await scratch.postgres.start();
  expect(await outcomes()).toEqual(allOf('answered'));
}, 60_000);

test('what was acknowledged before a crash is there after it, and no task is without its event', async () => {
  const { database, postgres } = scratch;
  const store = taskStore(database);
  const acknowledged: number[] = [];
  const crashed = new AbortController();
  const work = Array.from({ length: 8 }, async (_, n) => {
    while (!crashed.signal.aborted) {
      const added = await store.add('ann', newTask.parse({ title: `task of ${n}` })).catch(() => undefined);
      if (added) acknowledged.push(added.id);
    }
  });
  while (acknowledged.length < 50) await sleep(10);
  await postgres.stop();
  crashed.abort();
  await Promise.all(work);
  await postgres.start();
  const kept = await database.query<{ id: number }>('SELECT id::int FROM tasks');
  const told = await database.query<{ id: number }>(
    `SELECT task_id::int AS id FROM task_events WHERE event_type = 'created'`,
  );
  const ids = new Set(kept.map((task) => task.id));
  expect(acknowledged.filter((taskId) => !ids.has(taskId))).toEqual([]);
  expect(new Set(told.map((event) => event.id))).toEqual(ids);
}, 60_000);

test('a transaction that loses its database has done nothing', async () => {
  const { database, postgres } = scratch;
  const store = taskStore(database);
  const { id: taskId } = await store.add('ann', newTask.parse({ title: 'before' }));
  const lost = database.transaction(async (orm) => {
    await orm.execute(`UPDATE tasks SET title = 'half done' WHERE id = ${taskId}`);
    await postgres.stop();
    await orm.execute('SELECT 1');
  });
  await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable);
  await postgres.start();
  expect(await store.get('ann', taskId)).toMatchObject({ title: 'before', version: 1 });
}, 60_000);

test('a statement that waits for a lock too long is given up, its connection too, and the others go on', async () => {
  const { database, replica } = scratch;
  const { id: taskId } = await taskStore(database).add('ann', newTask.parse({ title: 'locked' }));
  const [held, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = replica.transaction(async (orm) => {
    await orm.execute(`SELECT FROM tasks WHERE id = ${taskId} FOR UPDATE`);
    held.resolve();
    await free.promise;
  });
  await held.promise;
  await expect(taskStore(database).change('ann', taskId, { title: 'x' })).rejects.toBeInstanceOf(DatabaseUnavailable);
  expect((await taskStore(database).get('ann', taskId))?.title).toBe('locked');
  free.resolve();
  await holding;
  expect(await taskStore(database).change('ann', taskId, { title: 'x' })).toMatchObject({ title: 'x' });
}, 60_000);

test('an error of the statement keeps the values out of its text', async () => {
  const failed = taskStore(scratch.database).add('ann', { title: `secret ${'x'.repeat(200)}` });
  await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
});

test('what a transaction was asked to do may fail as it likes, and is undone', async () => {
  const { database } = scratch;
  const failed = database.transaction(async (orm) => {
    await orm.execute(`UPDATE tasks SET title = 'undone'`);
    throw new RangeError('a reason of its own');
  });
  await expect(failed).rejects.toThrow(RangeError);
  expect(await database.query(`SELECT FROM tasks WHERE title = 'undone'`)).toEqual([]);
});
