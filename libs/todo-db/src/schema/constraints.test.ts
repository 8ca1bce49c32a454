import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startScratch, type Scratch } from '../testing/scratch.ts';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await startScratch();
}, 120_000);
beforeEach(() => scratch.reset('ann'));
afterAll(() => scratch?.remove());

const CHECK_VIOLATION = '23514';
const FOREIGN_KEY_VIOLATION = '23503';
const tags = (items: readonly string[]): string => `ARRAY[${items.map((item) => `'${item}'`).join(', ')}]::text[]`;

test.each([
  { what: 'an empty title', column: 'title', value: `''` },
  { what: 'a title of 201 characters', column: 'title', value: `repeat('x', 201)` },
  { what: 'a description of 1001 characters', column: 'description', value: `repeat('x', 1001)` },
  { what: 'an unknown priority', column: 'priority', value: `'urgent'` },
  { what: 'an unknown recurrence', column: 'due_at, recurrence', value: `now(), 'hourly'` },
  { what: 'a recurrence without a due date', column: 'recurrence', value: `'daily'` },
  { what: 'a due date at no time', column: 'due_at', value: `'infinity'` },
  { what: 'a due date before 1900', column: 'due_at', value: `'1899-12-31T23:59:59Z'` },
  { what: 'a due date after 9999', column: 'due_at', value: `'10000-01-01T00:00:00Z'` },
  { what: 'a 32nd of the month', column: 'recurrence_day', value: `32` },
  { what: 'version 0', column: 'version', value: `0` },
  { what: '11 tags', column: 'tags', value: tags(Array.from({ length: 11 }, (_, n) => `tag ${n}`)) },
  { what: 'an empty tag', column: 'tags', value: tags(['']) },
  { what: 'a tag of 31 characters', column: 'tags', value: tags(['x'.repeat(31)]) },
  { what: 'a tag twice', column: 'tags', value: tags(['a', 'a']) },
  { what: 'a tag that is null', column: 'tags', value: `ARRAY['a', NULL]` },
])('a task with $what is refused by the database', async ({ column, value }) => {
  const columns = column === 'title' ? column : `title, ${column}`;
  const values = column === 'title' ? value : `'x', ${value}`;
  await expect(
    scratch.database.query(`INSERT INTO tasks (user_id, ${columns}) VALUES ('ann', ${values})`),
  ).rejects.toMatchObject({ code: CHECK_VIOLATION });
});

test.each([
  { what: 'a title of 200 characters of four bytes', column: 'title', value: `repeat('🎉', 200)` },
  { what: 'the last due date', column: 'due_at', value: `'9999-12-31T23:59:59.999Z'` },
  {
    what: '10 tags of 30 characters',
    column: 'tags',
    value: tags(Array.from({ length: 10 }, (_, n) => `${n}`.repeat(30))),
  },
])('a task with $what is taken', async ({ column, value }) => {
  const columns = column === 'title' ? column : `title, ${column}`;
  const values = column === 'title' ? value : `'x', ${value}`;
  const sql = `INSERT INTO tasks (user_id, ${columns}) VALUES ('ann', ${values}) RETURNING id`;
  expect(await scratch.database.query(sql)).toHaveLength(1);
});

test.each([
  {
    what: 'a title of 201 characters',
    sql: `INSERT INTO conversations (user_id, title) VALUES ('ann', repeat('x', 201))`,
  },
  {
    what: 'an unknown role',
    sql: `INSERT INTO messages (conversation_id, user_id, role, content) SELECT id, 'ann', 'system', 'x' FROM c`,
  },
  {
    what: 'a message of 4001 characters',
    sql: `INSERT INTO messages (conversation_id, user_id, role, content) SELECT id, 'ann', 'user', repeat('x', 4001) FROM c`,
  },
  {
    what: 'a turn that ended without an end',
    sql: `INSERT INTO chat_turns (id, user_id, conversation_id, status, deadline_at) SELECT gen_random_uuid(), 'ann', id, 'done', now() FROM c`,
  },
  {
    what: 'a key of 256 characters',
    sql: `INSERT INTO idempotency_keys (user_id, key, route, request_hash) VALUES ('ann', repeat('x', 256), 'r', 'h')`,
  },
  {
    what: 'an answer that is none',
    sql: `INSERT INTO idempotency_keys (user_id, key, route, request_hash, status) VALUES ('ann', 'k', 'r', 'h', 42)`,
  },
  { what: 'a short secret', sql: `INSERT INTO signing_keys (name, secret) VALUES ('k', 'short')` },
])('$what is refused by the database', async ({ sql }) => {
  const begun = `INSERT INTO conversations (user_id, title) VALUES ('ann', 'talk')`;
  await scratch.database.query(begun);
  await expect(scratch.database.query(`WITH c AS (SELECT id FROM conversations LIMIT 1) ${sql}`)).rejects.toMatchObject(
    { code: CHECK_VIOLATION },
  );
});

test.each(['tasks (user_id, title)', 'conversations (user_id, title)'])(
  'nobody has rows in %s without an account',
  async (target) => {
    await expect(scratch.database.query(`INSERT INTO ${target} VALUES ('nobody', 'x')`)).rejects.toMatchObject({
      code: FOREIGN_KEY_VIOLATION,
    });
  },
);

test('whoever deletes an account deletes all that is theirs', async () => {
  const { database } = scratch;
  await database.query(`WITH c AS (INSERT INTO conversations (user_id, title) VALUES ('ann', 'talk') RETURNING id),
    m AS (INSERT INTO messages (conversation_id, user_id, role, content) SELECT id, 'ann', 'user', 'x' FROM c),
    t AS (INSERT INTO chat_turns (id, user_id, conversation_id, deadline_at) SELECT gen_random_uuid(), 'ann', id, now() FROM c),
    k AS (INSERT INTO idempotency_keys (user_id, key, route, request_hash) VALUES ('ann', 'k', 'r', 'h'))
    INSERT INTO tasks (user_id, title) VALUES ('ann', 'x')`);
  await database.query(`DELETE FROM "user" WHERE id = 'ann'`);
  for (const table of ['tasks', 'conversations', 'messages', 'chat_turns', 'idempotency_keys'])
    expect(await database.query(`SELECT FROM ${table}`), table).toEqual([]);
});
