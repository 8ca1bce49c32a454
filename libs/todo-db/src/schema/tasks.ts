import { sql } from 'drizzle-orm';
import { bigint, boolean, integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import { instant } from './instant.ts';

const now = sql`now()`;

/** What has to be done. Keys are the columns' names, which are the product's names too. */
export const tasks = pgTable('tasks', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  user_id: text().notNull(),
  title: text().notNull(),
  description: text(),
  completed: boolean().notNull().default(false),
  created_at: instant().notNull().default(now),
  updated_at: instant().notNull().default(now),
  priority: text({ enum: ['low', 'medium', 'high'] })
    .notNull()
    .default('medium'),
  due_at: instant(),
  tags: text().array().notNull().default([]),
  recurrence: text({ enum: ['daily', 'weekly', 'monthly', 'yearly'] }),
  recurrence_day: smallint(),
  successor_id: bigint({ mode: 'number' }),
  version: integer().notNull().default(1),
});

/** The outbox: what happened to tasks. */
export const taskEvents = pgTable('task_events', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  event_type: text({ enum: ['created', 'updated', 'completed', 'reopened', 'deleted'] }).notNull(),
  task_id: bigint({ mode: 'number' }).notNull(),
  user_id: text().notNull(),
  task_data: jsonb().notNull(),
  created_at: instant().notNull().default(now),
});

/** A task's columns as they are shown, in their order. */
export const taskColumns = {
  id: tasks.id,
  user_id: tasks.user_id,
  title: tasks.title,
  description: tasks.description,
  completed: tasks.completed,
  priority: tasks.priority,
  due_at: tasks.due_at,
  tags: tasks.tags,
  recurrence: tasks.recurrence,
  version: tasks.version,
  created_at: tasks.created_at,
  updated_at: tasks.updated_at,
};
