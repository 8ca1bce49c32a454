import { getTableColumns, getTableName } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScratch, type Scratch } from '../testing/scratch.ts';
import * as chat from './chat.ts';
import * as requests from './requests.ts';
import { taskEvents, tasks } from './tasks.ts';

const tables = [tasks, taskEvents, ...Object.values(chat), ...Object.values(requests)];
/** better-auth's, which writes them by itself, and the ledger of the migrations. */
const OTHERS = ['account', 'jwks', 'rateLimit', 'session', 'todo_migrations', 'user', 'verification'];

let scratch: Scratch;
beforeAll(async () => {
  scratch = await startScratch();
}, 120_000);
afterAll(() => scratch?.remove());

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly filled: boolean;
}

function describedByDrizzle(table: (typeof tables)[number]): readonly Column[] {
  return Object.values(getTableColumns(table)).map((column) => ({
    name: column.name,
    type: column.getSQLType(),
    required: column.notNull,
    filled: column.hasDefault || column.generatedIdentity !== undefined,
  }));
}

test.each(tables.map((table) => ({ name: getTableName(table), table })))(
  'the table $name is in the database as drizzle describes it',
  async ({ name, table }) => {
    const columns = await scratch.database.query<Column>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required,
         atthasdef OR attidentity <> '' AS filled
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [name],
    );
    const byName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);
    expect(columns.toSorted(byName)).toEqual(describedByDrizzle(table).toSorted(byName));
  },
);

test.each(tables.map((table) => ({ name: getTableName(table), table })))(
  'the primary key of $name is the one that drizzle knows',
  async ({ name, table }) => {
    const [key] = await scratch.database.query<{ columns: string[] }>(
      `SELECT array_agg(attname::text ORDER BY array_position(conkey, attnum)) AS columns
       FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
       WHERE conrelid = $1::regclass AND contype = 'p'`,
      [name],
    );
    const { columns, primaryKeys } = getTableConfig(table);
    const known = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
    expect(key?.columns).toEqual(known.map((column) => column.name));
  },
);

test('there is no table that neither drizzle nor better-auth knows', async () => {
  const rows = await scratch.database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const known = [...tables.map((table) => getTableName(table)), ...OTHERS];
  expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});

test('every reference can be followed back by an index, so that a deletion reads no whole table', async () => {
  const unindexed = await scratch.database.query(
    `SELECT conrelid::regclass AS table, conname FROM pg_constraint WHERE contype = 'f' AND NOT EXISTS (
       SELECT FROM pg_index WHERE indrelid = conrelid AND indpred IS NULL AND (indkey::int2[])[0] = conkey[1])`,
  );
  expect(unindexed).toEqual([]);
});
