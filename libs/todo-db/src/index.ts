export { DatabaseUnavailable, openDatabase, type Database } from './database.ts';
export { migrate } from './migrate.ts';
export { knownMigrations } from './migrations.ts';
export { waitForSchema } from './wait-for-schema.ts';
