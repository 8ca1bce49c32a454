import { expect, test } from 'vitest';
import { resident } from './people.ts';
import { answer, chat, expectTasks, said, say, task } from './screen.ts';

const PLANTS = { tasks: [{ title: 'Water the plants' }] };

test.each([
  { how: 'fails', status: 500 },
  { how: 'is away', status: 503 },
  { how: 'does not answer', status: undefined },
])('a change shows at once, and is taken back when the backend $how', async ({ status }) => {
  const { page } = await resident(PLANTS);
  const held = Promise.withResolvers<void>();
  await page.route(/\/api\/[^/]+\/tasks\/\d+/, async (route) => {
    await held.promise;
    await (status === undefined ? route.abort() : route.fulfill({ status, body: '{}' }));
  });
  const box = task(page, 'Water the plants');
  await box.click();
  await expect.poll(() => box.isChecked()).toBe(true);
  held.resolve();
  await expect.poll(() => box.isChecked()).toBe(false);
  await page.getByRole('region', { name: 'Notifications' }).getByText('Water the plants').waitFor();
});

test('a task that the backend refuses does not stay in the list', async () => {
  const { page } = await resident(PLANTS);
  await page.route(/\/api\/[^/]+\/tasks$/, (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 500, body: '{}' }) : route.continue(),
  );
  await page.getByLabel('New task').fill('Never kept');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Notifications' }).getByText('Never kept').waitFor();
  await expectTasks(page, ['Water the plants']);
  expect(await task(page, 'Never kept').count()).toBe(0);
});

test('without a network the page says so, keeps what it shows, and goes on by itself', async () => {
  const { page, context, picture } = await resident(PLANTS);
  await context.setOffline(true);
  await page.getByText('You are offline. What you see may be old').waitFor();
  await chat(page).getByText('You are offline. You can write').waitFor();
  await page.getByLabel('Message to the assistant').fill('Add a task to buy milk');
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await picture('offline');
  await context.setOffline(false);
  await page.getByText('You are offline').first().waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expectTasks(page, ['Water the plants', 'Buy milk']);
});

test('an answer whose connection breaks is read on, and stands there once', async () => {
  const { page } = await resident();
  // The first stream breaks behind its first event, as a cable that is pulled; all that follows comes from the backend.
  await page.evaluate(() => {
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!response.url.endsWith('/chat/stream') || response.body === null) return response;
      globalThis.fetch = fetch;
      let events = 0;
      const cut = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          const text = new TextDecoder().decode(chunk);
          const end = text.indexOf('event: delta');
          events += 1;
          if (end === -1 && events < 3) controller.enqueue(chunk);
          else {
            controller.enqueue(chunk.slice(0, Math.max(0, end)));
            setTimeout(() => controller.error(new TypeError('the cable was pulled')), 50);
          }
        },
      });
      return new Response(response.body.pipeThrough(cut), { status: response.status, headers: response.headers });
    };
  });
  const resumed = page.waitForRequest((request) => /\/chat\/turns\/[^/]+\/events$/.test(request.url()));
  await say(page, 'Add a task to buy milk');
  expect((await resumed).headers()['last-event-id']).toMatch(/:\d+$/);
  await expectTasks(page, ['Buy milk']);
  const text = await answer(page, 'Buy milk').innerText();
  expect(text.match(/Added/g)).toHaveLength(1);
  await page.reload();
  expect((await answer(page, 'Buy milk').innerText()).trim()).toBe(text.trim());
});

test('a reload in the middle of an answer finds it again', async () => {
  const { page } = await resident();
  await page.getByLabel('Message to the assistant').fill('Add a task to buy milk');
  const begun = page.waitForResponse((response) => response.url().endsWith('/chat/stream'));
  await page.keyboard.press('Enter');
  await begun;
  await page.reload();
  await said(page, 'Add a task to buy milk').waitFor();
  await answer(page, 'Buy milk').waitFor();
  await expectTasks(page, ['Buy milk']);
  expect(await answer(page, 'Buy milk').count()).toBe(1);
});

test('an assistant that is away gets a friendly word and another try; the tasks go on meanwhile', async () => {
  const { page, picture } = await resident(PLANTS);
  await page.route('**/chat/stream', (route) =>
    route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '{}' }),
  );
  await page.getByLabel('Message to the assistant').fill('Add a task to buy milk');
  await page.keyboard.press('Enter');
  await chat(page).getByText('The assistant is not available right now').waitFor();
  await picture('assistant-away');
  await task(page, 'Water the plants').check();
  await page.unroute('**/chat/stream');
  await chat(page).getByRole('button', { name: 'Try again' }).click();
  await expectTasks(page, ['Water the plants', 'Buy milk']);
  expect(await said(page, 'Add a task to buy milk').count()).toBe(1);
});

test('script and markup in any text stay text, and no token is kept where scripts could find it', async () => {
  const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
  const { page } = await resident({ tasks: [{ title: markup, description: markup, tags: ['<b>x'] }] });
  await expectTasks(page, [markup]);
  await say(page, `Add a task to ${markup}`);
  await say(page, 'Show me all my tasks');
  await page.reload();
  await said(page, `Add a task to ${markup}`).waitFor();
  expect(await page.locator('main img, main script[src=x]').count()).toBe(0);
  const kept = await page.evaluate(() =>
    [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie].join('\n'),
  );
  expect(kept).not.toMatch(/eyJ|session_token/);
});
