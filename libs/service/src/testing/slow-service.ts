/** A service whose answers take long, for tests of its end; run as a program. */
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, serviceApp } from '../http/index.ts';
import { createLifecycle, createLogger } from '../index.ts';

const logger = createLogger('slow', 'info');
const lifecycle = createLifecycle();
const app = serviceApp({ lifecycle, logger });
app.get('/slow/:milliseconds', async (c) => {
  await sleep(Number(c.req.param('milliseconds')));
  return c.text('done');
});
app.get('/stream', () => {
  const { closing } = lifecycle;
  const body = new ReadableStream<string>({
    start(controller) {
      controller.enqueue('data: begun\n\n');
      closing.addEventListener('abort', () => {
        controller.enqueue('data: ended\n\n');
        controller.close();
      });
    },
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), { headers: { 'content-type': 'text/event-stream' } });
});
app.get('/endless', () => {
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([10])) });
  return new Response(body);
});
const server = await listen({
  app,
  host: '127.0.0.1',
  port: 0,
  lifecycle,
  logger,
  drainSeconds: Number(process.env['DRAIN_SECONDS']),
  closeSeconds: Number(process.env['CLOSE_SECONDS']),
  close: async () => logger.info('closed'),
});
lifecycle.becomeReady();
logger.info('ready', { address: server.address() });
