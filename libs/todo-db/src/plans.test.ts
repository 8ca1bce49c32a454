import { taskQuery, type TaskQuery } from '@todo/todo';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PreparedStatement } from './database.ts';
import { taskCountStatement, taskListStatement } from './task-list.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

const USERS = 200;
let scratch: Scratch;

/** As much as makes reading a whole table the wrong choice. */
beforeAll(async () => {
  scratch = await startScratch();
  // Without the time-outs of a service: a busy machine needs its time for so many rows.
  const filler = new pg.Client({ connectionString: scratch.postgres.url });
  await filler.connect();
  await scratch.reset(...Array.from({ length: 10 }, (_, n) => `user ${n + 1}`));
  await filler.query(`INSERT INTO "user" (id, name, email, "emailVerified")
    SELECT 'user ' || n, 'n', n || '@example.org', true FROM generate_series(11, ${USERS}) AS n`);
  await filler.query(`INSERT INTO tasks (user_id, title, completed, due_at, tags, created_at)
    SELECT 'user ' || 1 + n % ${USERS}, 'task ' || n, n % 3 = 0, now() + n * interval '1 minute', ARRAY['a'],
      now() - n * interval '1 minute' FROM generate_series(1, 40000) AS n`);
  await filler.query(`INSERT INTO conversations (user_id, title, updated_at)
    SELECT 'user ' || 1 + n % ${USERS}, 'c', now() - n * interval '1 minute' FROM generate_series(1, 10000) AS n`);
  await filler.query(`INSERT INTO messages (conversation_id, user_id, role, content)
    SELECT 1 + n % 1000, 'user ' || 1 + (n % 1000 + 1) % ${USERS}, 'user', 'x' FROM generate_series(1, 20000) AS n`);
  await filler.query(`INSERT INTO chat_turns (id, user_id, conversation_id, deadline_at, started_at)
    SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'user 1', 1, now(), now() - n * interval '1 minute'
    FROM generate_series(1, 5000) AS n`);
  await filler.query(`INSERT INTO chat_events (turn_id, seq, event, data)
    SELECT id, seq, 'delta', '{}' FROM chat_turns, generate_series(1, 10) AS seq`);
  await filler.query(`INSERT INTO task_events (event_type, task_id, user_id, task_data, created_at)
    SELECT 'created', n, 'user 1', '{}', now() - n * interval '1 minute' FROM generate_series(1, 20000) AS n`);
  await filler.query(`INSERT INTO rate_windows (key, window_start, used, last_granted)
    SELECT 'key ' || n, now() - n * interval '1 second', 1, 1 FROM generate_series(1, 20000) AS n`);
  await filler.query(`INSERT INTO idempotency_keys (user_id, key, route, request_hash, created_at)
    SELECT 'user 1', 'key ' || n, 'r', 'h', now() - n * interval '10 seconds' FROM generate_series(1, 20000) AS n`);
  await filler.query(`INSERT INTO confirmations (id, user_id, conversation_id, action, payload, expires_at)
    SELECT gen_random_uuid(), 'user 1', 1, 'a', '{}', now() + n * interval '1 second' FROM generate_series(1, 20000) AS n`);
  await filler.query('ANALYZE');
  await filler.end();
}, 120_000);
afterAll(() => scratch?.remove());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** Every index that a statement's plan reads, and every table that it reads from end to end. */
async function explain({ text, values }: Pick<PreparedStatement, 'text' | 'values'>): Promise<readonly string[]> {
  const [row] = await scratch.database.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  const found: string[] = [];
  const visit = (plan: Plan): void => {
    if (plan['Index Name']) found.push(plan['Index Name']);
    if (plan['Node Type'] === 'Seq Scan') found.push('a whole table');
    plan.Plans?.forEach(visit);
  };
  visit(row!['QUERY PLAN'][0].Plan);
  return found;
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
  const whole = taskQuery.parse(query);
  const used = await explain(taskListStatement('user 7', whole));
  expect(
    indexes.some((index) => used.includes(index)),
    used.join(),
  ).toBe(true);
  for (const name of used) expect(OF_USER).toContain(name);
  for (const name of await explain(taskCountStatement('user 7', whole))) expect(OF_USER).toContain(name);
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

test.each([
  { what: 'a task', text: `SELECT FROM tasks WHERE user_id = 'user 7' AND id = 7`, index: 'tasks_pkey' },
  {
    what: 'the page of conversations',
    text: `SELECT FROM conversations WHERE user_id = 'user 7' ORDER BY updated_at DESC, id DESC LIMIT 20`,
    index: 'conversations_of_user',
  },
  {
    what: 'the last messages',
    text: `SELECT FROM messages WHERE conversation_id = 7 AND user_id = 'user 8' ORDER BY id DESC LIMIT 20`,
    index: 'messages_of_conversation',
  },
  {
    what: 'a turn',
    text: `SELECT FROM chat_turns WHERE id = '00000000-0000-4000-8000-000000000007' AND user_id = 'user 1'`,
    index: 'chat_turns_pkey',
  },
  {
    what: 'the events after those of many turns',
    text: `SELECT later.* FROM unnest((SELECT array_agg(id) FROM (SELECT id FROM chat_turns ORDER BY id LIMIT 200) AS t)) AS ref (turn_id)
      CROSS JOIN LATERAL (SELECT turn_id, seq FROM chat_events WHERE turn_id = ref.turn_id AND seq > 5 ORDER BY seq LIMIT 100) AS later`,
    index: 'chat_events_pkey',
  },
  {
    what: 'a confirmation',
    text: `SELECT FROM confirmations WHERE id = '00000000-0000-4000-8000-000000000007'`,
    index: 'confirmations_pkey',
  },
  {
    what: 'an idempotency key',
    text: `SELECT FROM idempotency_keys WHERE user_id = 'user 1' AND key = 'key 7'`,
    index: 'idempotency_keys_pkey',
  },
  { what: 'a rate window', text: `SELECT FROM rate_windows WHERE key = 'key 7'`, index: 'rate_windows_pkey' },
  {
    what: 'what is swept of the turns',
    text: `SELECT FROM chat_turns WHERE started_at < now() - interval '82 hours'`,
    index: 'chat_turns_by_age',
  },
  {
    what: 'what is swept of the confirmations',
    text: `SELECT FROM confirmations WHERE expires_at < now() - interval '1 hour'`,
    index: 'confirmations_by_expiry',
  },
  {
    what: 'what is swept of the idempotency keys',
    text: `SELECT FROM idempotency_keys WHERE created_at < now() - interval '54 hours'`,
    index: 'idempotency_keys_by_age',
  },
  {
    what: 'what is swept of the rate windows',
    text: `SELECT FROM rate_windows WHERE window_start < now() - interval '1 day'`,
    index: 'rate_windows_by_age',
  },
  {
    what: 'what is swept of the task events',
    text: `SELECT FROM task_events WHERE created_at < now() - interval '30 days'`,
    index: 'task_events_by_age',
  },
])('$what is found by $index', async ({ text, index }) => {
  expect(await explain({ text, values: [] })).toContain(index);
});
