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
import { knownMigrations, openDatabase, taskStore, waitForSchema } from '@todo/todo-db';
import { createApp } from './app.ts';

/** There are no accounts, so nothing a request carries proves who sent it. */
const nobody = async (): Promise<undefined> => undefined;

await start('mcp', async () => {
  const variables = { ...commonVariables, PORT: portVariable(8001), DATABASE_URL: databaseUrl };
  const environment = readEnvironment(variables, process.env);
  const logger = createLogger('mcp', environment.LOG_LEVEL);
  const lifecycle = createLifecycle();
  const database = openDatabase(environment.DATABASE_URL);
  await listen({
    app: createApp({ store: taskStore(database), lifecycle, logger, identify: nobody }),
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
