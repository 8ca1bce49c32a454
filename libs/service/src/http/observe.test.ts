import { expect, test } from 'vitest';
import { createLifecycle } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { serviceApp } from './service-app.ts';

const user = 'k3jD8sLq0PzXvB2nM5tRwY7uHgF4cEaS';

test('the log of a request has its id in every line, and nothing about who asked for what', async () => {
  const lines: string[] = [];
  const logger = createLogger('test', 'debug', (line) => lines.push(line));
  const app = serviceApp({ lifecycle: createLifecycle(), logger });
  app.use('/api/:user_id/*', (_c, next) => next());
  app.post('/api/:user_id/tasks', async (c) => {
    const { title } = await c.req.json<{ title: string }>();
    await new Promise((resolve) => setTimeout(resolve, 1));
    logger.debug('added');
    if (title === 'fail') throw new Error(`no ${c.req.header('authorization')} for ann@example.com`);
    return c.json({ title }, 201);
  });
  const send = (path: string, body: string): Promise<Response> | Response =>
    app.request(path, {
      method: 'POST',
      body,
      headers: { 'x-request-id': 'id-of-request', authorization: 'Bearer eyJhbGciOiJ9.eyJzdWIi.c2ln', cookie: 'a=b' },
    });
  await send(`/api/${user}/tasks?q=doctor`, '{"title":"Call the doctor"}');
  await send(`/api/${user}/tasks`, '{"title":"fail"}');
  await send(`/api/${user}/tasks`, '{"title":"Call the doctor"');
  await send(`/api/${user}/elsewhere/ann@example.com`, '');
  expect(lines.length).toBeGreaterThan(6);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ requestId: 'id-of-request' });
  expect(lines.join('')).not.toMatch(new RegExp(`${user}|doctor|ann@|eyJ|Bearer|a=b`));
  expect(lines.filter((line) => line.includes('"request"')).map((line) => JSON.parse(line) as object)).toMatchObject([
    { route: '/api/:user_id/tasks', status: 201 },
    { route: '/api/:user_id/tasks', status: 500 },
    { route: '/api/:user_id/tasks', status: 500 },
    { route: '/api/:user_id/*', status: 404 },
  ]);
});

test('requests at the same time do not mix their ids', async () => {
  const lines: string[] = [];
  const logger = createLogger('test', 'info', (line) => lines.push(line));
  const app = serviceApp({ lifecycle: createLifecycle(), logger });
  app.get('/:wait', async (c) => {
    await new Promise((resolve) => setTimeout(resolve, Number(c.req.param('wait'))));
    logger.info('waited', { wait: c.req.param('wait') });
    return c.text('');
  });
  await Promise.all(
    [9, 1, 5].map(async (wait) => app.request(`/${wait}`, { headers: { 'x-request-id': `id-of-wait-${wait}` } })),
  );
  const waited = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ wait }) => wait);
  expect(waited).toHaveLength(3);
  for (const { wait, requestId } of waited) expect(requestId).toBe(`id-of-wait-${String(wait)}`);
});
