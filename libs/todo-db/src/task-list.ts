import type { Task, TaskQuery } from '@todo/todo';
import { and, eq, fillPlaceholders, gte, lt, not, sql, type SQL } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { PreparedStatement, PrintedRow } from './database.ts';
import { isoOf } from './schema/instant.ts';
import { taskColumns, tasks } from './schema/tasks.ts';

/** The statement for one shape of a query: which filters, which order. */
interface Compiled {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** At most one for each combination of filters and orders, 768. */
const compiled = new Map<string, Compiled>();

/** The page of a user's tasks that a query asks for, each row with the number of all that match. */
export function taskListStatement(userId: string, query: TaskQuery): PreparedStatement {
  const shape = shapeOf(query);
  const { text, parameters } = recall(`list:${shape}`, () => pageOf(query));
  // A plan takes memory on every connection: only what is asked for all the time keeps one.
  const name = isFiltered(query) ? undefined : `tasks:${shape}`;
  return { name, text, values: fillPlaceholders([...parameters], valuesOf(userId, query)) };
}

/** How many tasks a query matches: for a page beyond the last one, which has no row to say it. */
export function taskCountStatement(userId: string, query: TaskQuery): PreparedStatement {
  const { text, parameters } = recall(`count:${shapeOf(query)}`, () =>
    new QueryBuilder()
      .select({ total: sql`count(*)` })
      .from(tasks)
      .where(matching(query)),
  );
  return { name: undefined, text, values: fillPlaceholders([...parameters], valuesOf(userId, query)) };
}

/** A row of the page as a task; its columns are in the order of `taskColumns`. */
export function taskOfPage(row: PrintedRow): Task {
  const [id, userId, title, description, completed, priority, dueAt, tags, recurrence, version, createdAt, updatedAt] =
    row as readonly string[];
  return {
    id: Number(id),
    user_id: userId!,
    title: title!,
    description: description!,
    completed: completed === 't',
    priority: priority as Task['priority'],
    due_at: dueAt ? isoOf(dueAt) : null,
    tags: tags === '{}' ? [] : parseTags(tags!),
    recurrence: recurrence as Task['recurrence'],
    version: Number(version),
    created_at: isoOf(createdAt!),
    updated_at: isoOf(updatedAt!),
  };
}

/** The parser for `text[]`, a type that the types of `pg` leave out. */
const parseTags = (pg.types.getTypeParser as (type: number) => (printed: string) => string[])(1009);

function recall(key: string, make: () => { toSQL(): { sql: string; params: unknown[] } }): Compiled {
  const known = compiled.get(key);
  if (known) return known;
  const { sql: text, params } = make().toSQL();
  const made = { text, parameters: params };
  compiled.set(key, made);
  return made;
}

const FILTERS = ['priority', 'tag', 'due_before', 'due_after', 'q'] as const;

function isFiltered(query: TaskQuery): boolean {
  return FILTERS.some((field) => query[field] !== undefined);
}

function shapeOf(query: TaskQuery): string {
  let filters = '';
  for (const field of FILTERS) if (query[field] !== undefined) filters += `:${field}`;
  return `${query.status}:${query.sort}:${query.order}${filters}`;
}

function valuesOf(userId: string, query: TaskQuery): Record<string, unknown> {
  const { q, ...values } = query;
  return { ...values, userId, ...(q !== undefined && { pattern: `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` }) };
}

function pageOf(query: TaskQuery): { toSQL(): { sql: string; params: unknown[] } } {
  const where = matching(query);
  return new QueryBuilder()
    .select({ ...taskColumns, total: sql`(SELECT count(*) FROM ${tasks} WHERE ${where})` })
    .from(tasks)
    .where(where)
    .orderBy(...ordering(query))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('skip'));
}

/** What the database's own collation may not know: the letters of all languages in either case. */
const ANY_LANGUAGE = sql.raw('COLLATE "und-x-icu"');

function matching(query: TaskQuery): SQL | undefined {
  const value = sql.placeholder;
  const conditions: SQL[] = [eq(tasks.user_id, value('userId'))];
  if (query.status === 'pending') conditions.push(not(sql`${tasks.completed}`));
  if (query.status === 'completed') conditions.push(sql`${tasks.completed}`);
  if (query.priority !== undefined) conditions.push(eq(tasks.priority, value('priority')));
  if (query.tag !== undefined) conditions.push(sql`${value('tag')} = ANY (${tasks.tags})`);
  if (query.due_before !== undefined) conditions.push(lt(tasks.due_at, value('due_before')));
  if (query.due_after !== undefined) conditions.push(gte(tasks.due_at, value('due_after')));
  if (query.q !== undefined) conditions.push(holding(sql`${value('pattern')}`));
  return and(...conditions);
}

function holding(pattern: SQL): SQL {
  return sql`(${tasks.title} ${ANY_LANGUAGE} ILIKE ${pattern} OR ${tasks.description} ${ANY_LANGUAGE} ILIKE ${pattern}
    OR EXISTS (SELECT FROM unnest(${tasks.tags}) AS tag WHERE tag ${ANY_LANGUAGE} ILIKE ${pattern}))`;
}

function ordering({ sort, order }: TaskQuery): readonly SQL[] {
  const direction = sql.raw(order === 'asc' ? 'ASC' : 'DESC');
  const by = {
    created: sql`${tasks.created_at} ${direction}`,
    title: sql`${tasks.title} ${ANY_LANGUAGE} ${direction}`,
    due_date: sql`${tasks.due_at} ${direction} NULLS LAST`,
    priority: sql`array_position(ARRAY['low', 'medium', 'high'], ${tasks.priority}) ${direction}`,
  }[sort];
  // Equal ones keep an order too, or a page could repeat what another one had.
  return [by, sql`${tasks.id} ${direction}`];
}
