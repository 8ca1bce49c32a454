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
import { knownMigrations, migrate } from '@todo/todo-db';

/** Errors of a database that is not there yet, by code: no address, refused, starting up. */
const NOT_YET = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', '57P03']);
const PATIENCE_MILLISECONDS = 120_000;

/** Runs the migrations, and waits for a database that starts at the same time. */
async function migrateWhenThere(url: string, logger: Logger): Promise<readonly string[]> {
  const migrations = knownMigrations();
  const until = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    try {
      return await migrate({ databaseUrl: url, migrations, onApplied: (name) => logger.info('applied', { name }) });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!NOT_YET.has(code) || performance.now() > until) throw error;
      logger.info('waiting for the database', describeError(error));
      await sleep(500);
    }
  }
}

await start('migrate', async () => {
  const environment = readEnvironment({ ...commonVariables, DATABASE_URL: databaseUrl }, process.env);
  const logger = createLogger('migrate', environment.LOG_LEVEL);
  const made = await migrateWhenThere(environment.DATABASE_URL, logger);
  logger.info(made.length === 0 ? 'the schema is current' : 'the schema is current now', { applied: made });
});
