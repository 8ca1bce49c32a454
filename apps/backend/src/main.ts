import {
  commonVariables,
  createLifecycle,
  createLogger,
  databaseUrl,
  portVariable,
  readEnvironment,
  start,
} from '@todo/service';
import { listen } from '@todo/service/http';
import { knownMigrations, openDatabase, waitForSchema } from '@todo/todo-db';
import { createApp } from './app.ts';

await start('backend', async () => {
  const variables = { ...commonVariables, PORT: portVariable(8000), DATABASE_URL: databaseUrl };
  const environment = readEnvironment(variables, process.env);
  const logger = createLogger('backend', environment.LOG_LEVEL);
  const lifecycle = createLifecycle();
  const database = openDatabase(environment.DATABASE_URL);
  await listen({
    app: createApp({ database, lifecycle, logger }),
    host: environment.HOST,
    port: environment.PORT,
    lifecycle,
    logger,
    drainSeconds: environment.DRAIN_SECONDS,
    close: () => database.close(),
  });
  await waitForSchema(database, knownMigrations(), { onWait: (why) => logger.info('not ready yet', { why }) });
  lifecycle.becomeReady();
  logger.info('ready');
});
