import { customType } from 'drizzle-orm/pg-core';

/** A `json` whose value is any JSON value: drizzle's own type reads a text in it as JSON once more. */
export const jsonValue = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'json',
  toDriver: (value) => JSON.stringify(value),
});
