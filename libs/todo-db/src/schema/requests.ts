import { sql } from 'drizzle-orm';
import { customType, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { instant } from './instant.ts';
import { jsonValue } from './json-value.ts';

const now = sql`now()`;
const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
});

/** What a request with an idempotency key was answered with. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    user_id: text().notNull(),
    key: text().notNull(),
    route: text().notNull(),
    request_hash: text().notNull(),
    status: smallint(),
    body: jsonValue(),
    created_at: instant().notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.user_id, table.key] })],
);

/** How much of a limit is used up. */
export const rateWindows = pgTable('rate_windows', {
  key: text().primaryKey(),
  window_start: instant().notNull(),
  used: integer().notNull(),
  last_granted: integer().notNull(),
});

/** Secrets that all replicas share. */
export const signingKeys = pgTable('signing_keys', {
  name: text().primaryKey(),
  secret: bytes().notNull(),
  created_at: instant().notNull().default(now),
});
