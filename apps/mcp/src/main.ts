import { createVerifier } from '@todo/auth';
import { blockLimiter, createLifecycle, createLogger, openTelemetry, readEnvironment, start } from '@todo/service';
import { tracedFetch } from '@todo/service/context';
import { listen } from '@todo/service/http';
import { knownMigrations, openDatabase, rateWindowStore, taskStore, waitForSchema } from '@todo/todo-db';
import { createApp } from './app.ts';
import { variables } from './settings.ts';

await start('mcp', async () => {
  const environment = readEnvironment(variables, process.env);
  const { AUTH_ISSUER: issuer, AUTH_JWKS_URL: jwksUrl } = environment;
  const logger = createLogger('mcp', environment.LOG_LEVEL);
  const lifecycle = createLifecycle();
  const telemetry = await openTelemetry({ service: 'mcp', environment, logger });
  const database = openDatabase(environment.DATABASE_URL);
  telemetry.metrics.pool(() => database.usage());
  const app = createApp({
    store: taskStore(database),
    verifier: createVerifier({ jwksUrl, issuer, audience: 'todo-mcp', fetch: tracedFetch }),
    issuer,
    limiter: blockLimiter(rateWindowStore(database)),
    requestsPerMinute: environment.RATE_TOOLS_PER_MINUTE,
    lifecycle,
    logger,
    telemetry,
  });
  await listen({
    app,
    host: environment.HOST,
    port: environment.PORT,
    lifecycle,
    logger,
    drainSeconds: environment.DRAIN_SECONDS,
    async close() {
      await database.close();
      await telemetry.close();
    },
  });
  await waitForSchema(database, knownMigrations(), { onWait: (why) => logger.info('not ready yet', { why }) });
  lifecycle.becomeReady();
  logger.info('ready');
  // Nobody should wait for it with the first request.
  await import('./handler.ts');
});
