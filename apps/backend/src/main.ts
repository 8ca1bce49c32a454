import { createVerifier } from '@todo/auth';
import { createLifecycle, createLogger, openTelemetry, readEnvironment, start } from '@todo/service';
import { tracedFetch } from '@todo/service/context';
import { listen } from '@todo/service/http';
import { knownMigrations, openDatabase, waitForSchema } from '@todo/todo-db';
import { createApp } from './app.ts';
import { chooseAssistant } from './assistant/choose-assistant.ts';
import { openChat } from './chat/open-chat.ts';
import { limitsFrom } from './limits/limit-variables.ts';
import { sweepRegularly } from './limits/sweep-regularly.ts';
import { variables } from './variables.ts';

/** Seconds that streams and requests may still take after the drain; with it, the chat's turns end within 45 s of SIGTERM. */
const CLOSE_SECONDS = 15;

await start('backend', async () => {
  const environment = readEnvironment(variables, process.env);
  const logger = createLogger('backend', environment.LOG_LEVEL);
  const telemetry = await openTelemetry({ service: 'backend', environment, logger });
  const lifecycle = createLifecycle();
  const database = openDatabase(environment.DATABASE_URL);
  telemetry.metrics.pool(() => database.usage());
  const verifier = createVerifier({
    jwksUrl: environment.AUTH_JWKS_URL,
    issuer: environment.AUTH_ISSUER,
    audience: 'todo-backend',
    fetch: tracedFetch,
  });
  const chat = openChat({
    database,
    assistant: chooseAssistant(environment),
    mcpUrl: environment.MCP_URL,
    turnSeconds: environment.CHAT_TURN_SECONDS,
    lifecycle,
    logger,
  });
  const limits = limitsFrom(environment);
  await listen({
    app: createApp({ database, verifier, lifecycle, logger, telemetry, limits, chat: chat.routes }),
    host: environment.HOST,
    port: environment.PORT,
    lifecycle,
    logger,
    drainSeconds: environment.DRAIN_SECONDS,
    closeSeconds: CLOSE_SECONDS,
    close: async () => {
      await chat.close();
      await database.close();
      await telemetry.close();
    },
  });
  await waitForSchema(database, knownMigrations(), { onWait: (why) => logger.info('not ready yet', { why }) });
  lifecycle.becomeReady();
  logger.info('ready');
  sweepRegularly(database, logger);
});
