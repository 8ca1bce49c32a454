import { sql } from 'drizzle-orm';
import { bigint, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './instant.ts';
import { jsonValue } from './json-value.ts';

const now = sql`now()`;

/** What a person and the assistant talk in. */
export const conversations = pgTable('conversations', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  user_id: text().notNull(),
  title: text().notNull(),
  created_at: instant().notNull().default(now),
  updated_at: instant().notNull().default(now),
});

/** What was said. */
export const messages = pgTable('messages', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  conversation_id: bigint({ mode: 'number' }).notNull(),
  user_id: text().notNull(),
  role: text({ enum: ['user', 'assistant'] }).notNull(),
  content: text().notNull(),
  tool_calls: jsonValue().notNull().default([]),
  created_at: instant().notNull().default(now),
});

/** One question with its answer, while and after it is worked on. */
export const chatTurns = pgTable('chat_turns', {
  id: uuid().primaryKey(),
  user_id: text().notNull(),
  conversation_id: bigint({ mode: 'number' }).notNull(),
  status: text({ enum: ['running', 'done', 'failed', 'cancelled'] })
    .notNull()
    .default('running'),
  last_seq: integer().notNull().default(0),
  cancel_requested_at: instant(),
  followed_at: instant(),
  started_at: instant().notNull().default(now),
  deadline_at: instant().notNull(),
  ended_at: instant(),
});

/** What clients are told of a turn, in order. */
export const chatEvents = pgTable(
  'chat_events',
  {
    turn_id: uuid().notNull(),
    seq: integer().notNull(),
    event: text().notNull(),
    data: jsonValue().notNull(),
    created_at: instant().notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.turn_id, table.seq] })],
);

/** What the assistant may do once the person says so. */
export const confirmations = pgTable('confirmations', {
  id: uuid().primaryKey(),
  user_id: text().notNull(),
  conversation_id: bigint({ mode: 'number' }).notNull(),
  action: text().notNull(),
  payload: jsonValue().notNull(),
  expires_at: instant().notNull(),
  used_at: instant(),
});
