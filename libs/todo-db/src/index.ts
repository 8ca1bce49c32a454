export { openDatabase, type Database } from './database.ts';
export { migrate } from './migrate.ts';
export { knownMigrations } from './migrations.ts';
export { taskStore } from './task-store.ts';
export { DatabaseUnavailable, mayComeUp } from './unavailable.ts';
export { waitForSchema } from './wait-for-schema.ts';
