import { expect, test } from 'vitest';

import { POST } from './route.ts';

async function choose(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const length = { 'Content-Length': String(body.length) };
  return POST(
    new Request('http://todo.local/preferences', { method: 'POST', body, headers: { ...length, ...headers } }),
  );
}

test('a choice is kept, and one is back where one was', async () => {
  const response = await choose('theme=dark', { Referer: 'http://todo.local/?status=pending' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/?status=pending');
  expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^todo-theme=dark; /)]);
});

test('behind TLS the cookie never leaves it', async () => {
  const response = await choose('locale=ur', { 'X-Forwarded-Proto': 'https' });
  expect(response.headers.getSetCookie()[0]).toContain('; Secure');
});

test('no other site chooses for our users', async () => {
  const response = await choose('theme=dark', { 'Sec-Fetch-Site': 'cross-site' });
  expect(response.status).toBe(403);
  expect(response.headers.getSetCookie()).toEqual([]);
});

test.each([
  ['a page of nonsense', 'x'.repeat(3000), {}, 413],
  ['a body of unknown length', 'theme=dark', { 'Content-Length': 'many' }, 411],
  ['what is no form', '{"theme":"dark"}', {}, 303],
])('%s changes nothing', async (_what, body, headers, status) => {
  const response = await choose(body, headers);
  expect(response.status).toBe(status);
  expect(response.headers.getSetCookie()).toEqual([]);
});
