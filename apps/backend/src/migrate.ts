import { setTimeout as sleep } from 'node:timers/promises';
import {
  commonVariables,
  createLogger,
  databaseUrl,
  describeError,
  readEnvironment,
  start,
  type Logger,
} from '@todo/service';
import { knownMigrations, mayComeUp, migrate } from '@todo/todo-db';

const PATIENCE_MILLISECONDS = 120_000;

/** Runs the migrations, and waits for a database that starts at the same time. */
async function migrateWhenThere(url: string, logger: Logger): Promise<readonly string[]> {
  const migrations = knownMigrations();
  const until = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    try {
      return await migrate({ databaseUrl: url, migrations, onApplied: (name) => logger.info('applied', { name }) });
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      if (!mayComeUp(error) || performance.now() > until) throw cause;
      logger.info('waiting for the database', describeError(cause));
      await sleep(500);
    }
  }
}

await start('migrate', async () => {
  const variables = { ...commonVariables, DATABASE_URL: databaseUrl, MIGRATION_URL: databaseUrl.optional() };
  const environment = readEnvironment(variables, process.env);
  const logger = createLogger('migrate', environment.LOG_LEVEL);
  // The lock belongs to a session, and a pooler hands one session to many: where there is one, we go around it.
  const made = await migrateWhenThere(environment.MIGRATION_URL ?? environment.DATABASE_URL, logger);
  logger.info(made.length === 0 ? 'the schema is current' : 'the schema is current now', { applied: made });
});
