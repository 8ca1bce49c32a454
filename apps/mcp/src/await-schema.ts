import { commonVariables, createLogger, databaseUrl, readEnvironment, start } from '@todo/service';
import { knownMigrations, openDatabase, waitForSchema } from '@todo/todo-db';

/** Runs before the service: its container starts when the schema is there, and is ready at once. */
await start('await-schema', async () => {
  const environment = readEnvironment({ ...commonVariables, DATABASE_URL: databaseUrl }, process.env);
  const logger = createLogger('await-schema', environment.LOG_LEVEL);
  const database = openDatabase(environment.DATABASE_URL, { maxConnections: 1 });
  await waitForSchema(database, knownMigrations(), { onWait: (why) => logger.info('waiting', { why }) });
  await database.close();
  logger.info('the schema is current');
});
