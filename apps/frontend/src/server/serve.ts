import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { createLifecycle, describeError, drainOnSignal, openTelemetry } from '@todo/service';
import type { Logger } from '@todo/service';

import { clientAddress } from './client-address.ts';
import { routeConsole } from './console-log.ts';
import { loadPages } from './load-pages.ts';
import type { NextMode } from './next-app.ts';
import { observeRequest, pathOf } from './observe-request.ts';
import { answerProbe } from './probes.ts';
import type { Settings } from './settings.ts';
import { dropUntrusted } from './untrusted.ts';

/** Longer than an ingress keeps its connections (60 s), so that it is never us who closes one just as it is used. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Serves until a signal ends the process.
 *
 * @throws when Next does not load, or the address can't be had
 */
export async function serve(settings: Settings, logger: Logger, next: NextMode): Promise<void> {
  const { HOST: host, PORT: port, DRAIN_SECONDS: drainSeconds } = settings;
  routeConsole(console, logger);
  const lifecycle = createLifecycle();
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => void handle(request, response),
  );
  // Before Next loads: as process 1 of a container, a process without a handler ignores the signal.
  let close = async (): Promise<void> => undefined;
  drainOnSignal({ server, lifecycle, logger, drainSeconds, close: () => close() });
  const telemetry = await openTelemetry({ service: 'frontend', environment: settings, logger });
  close = () => telemetry.close();

  const handleByNext = await next.prepare(settings, server);
  await once(server.listen(port, host), 'listening');
  logger.info('listening', { host, port, startMilliseconds: Math.round(performance.now()) });
  await loadPages(handleByNext, next.pageMilliseconds);
  lifecycle.becomeReady();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Nobody should come back over a connection that is about to close.
    if (lifecycle.state === 'draining') response.setHeader('Connection', 'close');
    if (answerProbe(pathOf(request), lifecycle, response)) return;
    dropUntrusted(request.headers);
    request.headers['x-forwarded-for'] = clientAddress(
      request.socket.remoteAddress,
      request.headersDistinct['x-forwarded-for']?.join(','),
    );
    await observeRequest(request, response, { logger, telemetry }, () =>
      handleByNext(request, response).catch((error: unknown) => {
        logger.error('a request failed', describeError(error));
        response.destroy();
      }),
    );
  }
}
