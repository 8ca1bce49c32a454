import { newTask, taskQuery, type TaskQuery } from '@todo/todo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmationStore } from './confirmation-store.ts';
import { conversationStore } from './conversation-store.ts';
import type { Database } from './database.ts';
import { idempotencyStore } from './idempotency-store.ts';
import { rateWindowStore } from './rate-window-store.ts';
import { sweep } from './sweep.ts';
import { taskListStatement } from './task-list.ts';
import { taskStore } from './task-store.ts';
import { recorded, type Sent } from './testing/recorded.ts';
import type { Scratch } from './testing/scratch.ts';
import { startWellFilled } from './testing/well-filled.ts';
import { turnStore } from './turn-store.ts';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await startWellFilled();
}, 120_000);
afterAll(() => scratch?.remove());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Conflict Arbiter Indexes'?: readonly string[];
  readonly Plans?: readonly Plan[];
}

/** Every index that a statement's plan searches, and every table and index that it reads from end to end. */
async function explain({ text, values }: Sent): Promise<readonly string[]> {
  const [row] = await scratch.database.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  const found: string[] = [];
  const visit = (plan: Plan): void => {
    if (plan['Index Name']) found.push(plan['Index Cond'] ? plan['Index Name'] : `all of ${plan['Index Name']}`);
    found.push(...(plan['Conflict Arbiter Indexes'] ?? []));
    if (plan['Node Type'] === 'Seq Scan') found.push(`all of ${plan['Relation Name']}`);
    plan.Plans?.forEach(visit);
  };
  visit(row!['QUERY PLAN'][0].Plan);
  return found;
}

/** What the plans of all that `work` sends read, each once. */
async function read(work: (database: Database) => Promise<unknown>): Promise<readonly string[]> {
  const sent = await recorded(() => work(scratch.database));
  expect(sent).not.toEqual([]);
  const found = await Promise.all(sent.map(explain));
  return [...new Set(found.flat())].toSorted();
}

const OF_USER = ['tasks_of_user', 'pending_tasks_of_user', 'tasks_of_user_by_due_date'];
const due = { due_after: '2026-11-21T00:00:00.000Z', due_before: '2026-11-22T00:00:00.000Z' } as const;

test.each<{ query: Partial<TaskQuery>; indexes: readonly string[] }>([
  { query: {}, indexes: ['tasks_of_user'] },
  { query: { order: 'desc', limit: 20 }, indexes: ['tasks_of_user'] },
  { query: { limit: 20, skip: 40 }, indexes: ['tasks_of_user'] },
  { query: { sort: 'due_date', limit: 20 }, indexes: ['tasks_of_user_by_due_date'] },
  { query: due, indexes: ['tasks_of_user_by_due_date'] },
  { query: { status: 'pending' }, indexes: OF_USER },
  { query: { status: 'completed' }, indexes: OF_USER },
  { query: { sort: 'title' }, indexes: OF_USER },
  { query: { sort: 'priority', order: 'desc' }, indexes: OF_USER },
  { query: { q: 'task', tag: 'a', priority: 'medium' }, indexes: OF_USER },
])('the list of $query reads one user, by index', async ({ query, indexes }) => {
  const page = await read((database) => taskStore(database).list('user 7', taskQuery.parse(query)));
  expect(
    indexes.some((index) => page.includes(index)),
    page.join(),
  ).toBe(true);
  const beyond = taskQuery.parse({ ...query, skip: 5000 });
  const counted = await read((database) => taskStore(database).list('user 7', beyond));
  for (const name of [...page, ...counted]) expect(OF_USER).toContain(name);
});

test('a list that is kept prepared reads one user by index under its generic plan too', async () => {
  const { text, values } = taskListStatement('user 7', taskQuery.parse({}));
  const printed = values.map((value) => (typeof value === 'number' ? value : `'${String(value)}'`)).join(', ');
  const plan = await scratch.database.transaction(async (orm) => {
    await orm.execute(`SET LOCAL plan_cache_mode = force_generic_plan`);
    await orm.execute(`PREPARE kept AS ${text}`);
    return orm.execute(`EXPLAIN (FORMAT JSON) EXECUTE kept (${printed})`);
  });
  expect(JSON.stringify(plan.rows)).toContain('tasks_of_user');
  expect(JSON.stringify(plan.rows)).not.toContain('Seq Scan');
});

/** What `startWellFilled` made for conversation 7, and beside it. */
const user = 'user 8';
const id = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
const ids = Array.from({ length: 50 }, (_, number) => id(number + 1));
const [soon, last] = [new Date(Date.now() + 60_000), { event: 'done', data: {} }];
const recurring = newTask.parse({ title: 'x', due_at: '2026-11-21T00:00:00Z', recurrence: 'daily' });

/** Each method of each store, as it is used, with all that it reads. */
const methods: readonly {
  readonly what: string;
  readonly work: (database: Database) => Promise<unknown>;
  readonly reads: readonly string[];
}[] = [
  { what: 'a task that is added', work: (db) => taskStore(db).add(user, recurring), reads: [] },
  { what: 'a task', work: (db) => taskStore(db).get(user, 7), reads: ['tasks_pkey'] },
  {
    what: 'a change',
    work: (db) => taskStore(db).change(user, 7, { title: 'y' }, { ifVersion: 1 }),
    reads: ['tasks_pkey'],
  },
  {
    what: 'a recurring task that is completed',
    work: async (db) => taskStore(db).change(user, (await taskStore(db).add(user, recurring)).id, { completed: true }),
    reads: ['tasks_pkey'],
  },
  { what: 'a task that is deleted', work: (db) => taskStore(db).remove(user, 207), reads: ['tasks_pkey'] },
  {
    what: 'a task that is to be deleted, but has changed',
    work: (db) => taskStore(db).remove(user, 407, { ifVersion: 5 }).catch(String),
    reads: ['tasks_pkey'],
  },
  { what: 'a new conversation', work: (db) => conversationStore(db).create(user, 'c'), reads: [] },
  {
    what: 'the page of conversations',
    work: (db) => conversationStore(db).list(user, { skip: 0, limit: 20 }),
    reads: ['conversations_of_user'],
  },
  { what: 'a conversation', work: (db) => conversationStore(db).get(user, 7), reads: ['conversations_pkey'] },
  { what: 'a new title', work: (db) => conversationStore(db).rename(user, 7, 'd'), reads: ['conversations_pkey'] },
  {
    what: 'a conversation that is deleted',
    work: (db) => conversationStore(db).remove(user, 207),
    reads: ['conversations_pkey'],
  },
  {
    what: 'a message that is added',
    work: (db) => conversationStore(db).append(user, 7, { role: 'user', content: 'x' }),
    reads: ['conversations_pkey'],
  },
  {
    what: 'messages before one',
    work: (db) => conversationStore(db).messages(user, 7, { before: 10_000, limit: 20 }),
    reads: ['messages_of_conversation'],
  },
  {
    what: 'the last messages',
    work: (db) => conversationStore(db).lastMessages(user, 7, 20),
    reads: ['messages_of_conversation'],
  },
  {
    what: 'a new turn',
    work: (db) => turnStore(db).start({ userId: user, conversationId: 7, deadlineAt: soon }),
    reads: [],
  },
  {
    what: 'an event that is added',
    work: (db) => turnStore(db).append(id(60), 'delta', {}),
    reads: ['chat_turns_pkey'],
  },
  { what: 'the end of a turn', work: (db) => turnStore(db).end(id(61), 'done', last), reads: ['chat_turns_pkey'] },
  { what: 'a turn', work: (db) => turnStore(db).get(user, id(7)), reads: ['chat_turns_pkey'] },
  {
    what: 'the events after those of many turns',
    work: (db) => turnStore(db).eventsAfter(ids.map((turnId) => ({ turnId, seq: 5 }))),
    reads: ['chat_events_pkey'],
  },
  { what: 'the states of many turns', work: (db) => turnStore(db).watch(ids), reads: ['chat_turns_pkey'] },
  { what: 'who follows many turns', work: (db) => turnStore(db).keepFollowed(ids), reads: ['chat_turns_pkey'] },
  {
    what: 'a turn that is cancelled',
    work: (db) => turnStore(db).requestCancel(user, id(7)),
    reads: ['chat_turns_pkey'],
  },
  { what: 'a turn that is overdue', work: (db) => turnStore(db).failOverdue(id(62), last), reads: ['chat_turns_pkey'] },
  {
    what: 'a new confirmation',
    work: (db) =>
      confirmationStore(db).create({ userId: user, conversationId: 7, action: 'a', payload: {}, expiresAt: soon }),
    reads: [],
  },
  {
    what: 'a confirmation that is used',
    work: (db) => confirmationStore(db).use(user, 7, id(19_007)),
    reads: ['confirmations_pkey'],
  },
  {
    what: 'the open confirmation',
    work: (db) => confirmationStore(db).open(user, 7),
    reads: ['confirmations_of_conversation'],
  },
  {
    what: 'an idempotency key that is known',
    work: (db) => idempotencyStore(db).begin(user, 'key 7', 'r', 'other'),
    reads: ['idempotency_keys_pkey'],
  },
  {
    what: 'an answer that is kept',
    work: (db) => idempotencyStore(db).finish(user, 'key 7', 200, {}),
    reads: ['idempotency_keys_pkey'],
  },
  {
    what: 'an idempotency key that is forgotten',
    work: (db) => idempotencyStore(db).forget(user, 'key 207'),
    reads: ['idempotency_keys_pkey'],
  },
  {
    what: 'a rate window',
    work: (db) => rateWindowStore(db).take('key 7', 1, { limit: 10, windowSeconds: 60 }),
    reads: ['rate_windows_pkey'],
  },
  {
    what: 'all that is swept',
    work: sweep,
    reads: [
      'chat_turns_by_age',
      'confirmations_by_expiry',
      'idempotency_keys_by_age',
      'rate_windows_by_age',
      'session_by_expiry',
      'task_events_by_age',
      'verification_by_expiry',
    ],
  },
];

test.each(methods)('$what is found by $reads, and nothing is read from end to end', async ({ work, reads }) => {
  const found = await read(work);
  expect(found.filter((name) => name.startsWith('all of '))).toEqual([]);
  expect(found).toEqual(expect.arrayContaining([...reads]));
});
