import type { Task } from '@todo/todo';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackend, type Person, type Sent, type TestBackend } from '../testing/start-backend.ts';

let backend: TestBackend;
let person: Person;
beforeAll(async () => {
  backend = await startBackend();
  person = await backend.person();
}, 120_000);
afterAll(() => backend?.close());

interface Told {
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const post = (sent: Sent): Promise<Response> => backend.send(person, '/tasks', { method: 'POST', ...sent });
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a body', () => {
  test.each([
    { what: 'cut off', sent: { body: '{"title":', headers: JSON_TYPE }, status: 400 },
    { what: 'empty', sent: { body: '', headers: JSON_TYPE }, status: 400 },
    { what: 'absent', sent: {}, status: 400 },
    { what: 'not UTF-8', sent: { body: Uint8Array.from([0x22, 0xff, 0xfe, 0x22]), headers: JSON_TYPE }, status: 400 },
    { what: 'nested without end', sent: { body: '['.repeat(60_000), headers: JSON_TYPE }, status: 400 },
    {
      what: 'nested deeply',
      sent: { body: `${'['.repeat(30_000)}${']'.repeat(30_000)}`, headers: JSON_TYPE },
      status: 422,
    },
    {
      what: 'of another type',
      sent: { body: 'title=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      status: 415,
    },
    { what: 'without a type', sent: { body: '{"title":"x"}', headers: { 'content-type': '' } }, status: 415 },
    {
      what: 'in another charset',
      sent: { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
      status: 415,
    },
    {
      what: 'larger than 64 KiB',
      sent: { body: `{"title":"${'x'.repeat(65_536)}"}`, headers: JSON_TYPE },
      status: 413,
    },
    { what: 'larger than a megabyte', sent: { body: 'x'.repeat(2_000_000), headers: JSON_TYPE }, status: 413 },
    { what: 'a list', sent: { json: [] }, status: 422 },
    { what: 'null', sent: { json: null }, status: 422 },
    {
      what: 'an object with a prototype',
      sent: { body: '{"__proto__":{"title":"x"}}', headers: JSON_TYPE },
      status: 422,
    },
    { what: 'with a field that is not known', sent: { json: { title: 'x', user_id: 'somebody' } }, status: 422 },
    {
      what: 'in UTF-8 and so named',
      sent: { body: '{"title":"ok"}', headers: { 'content-type': 'Application/JSON; Charset="UTF-8"' } },
      status: 201,
    },
  ] satisfies readonly { what: string; sent: Sent; status: number }[])(
    '$what answers $status',
    async ({ sent, status }) => {
      const answer = await post(sent);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toBe(status === 201 ? 'application/json' : 'application/problem+json');
    },
  );

  test('that does not say its length is cut off at the limit', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        if (sent > 10_000_000) controller.close();
        else controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    const request = new Request(`http://backend/api/${person.userId}/tasks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token}`, ...JSON_TYPE },
      body,
      duplex: 'half',
    });
    expect((await backend.apps[0]!.fetch(request)).status).toBe(413);
    expect(sent).toBeLessThan(2_000_000);
  });
});

test('issues name every place at once, and never repeat a value', async () => {
  const secret = 'hunter2-not-to-be-repeated';
  const json = {
    title: '',
    description: 'x'.repeat(1001),
    priority: secret,
    due_at: secret,
    tags: [secret.repeat(2)],
    [`a${'b'.repeat(5000)}`]: 1,
  };
  const answer = await post({ json });
  const text = await answer.text();
  const { errors = [] } = JSON.parse(text) as Told;
  expect([...new Set(errors.map(({ path }) => path.slice(0, 20)))].toSorted()).toEqual(
    [
      'body.abbbbbbbbbbbbbb',
      'body.description',
      'body.due_at',
      'body.priority',
      'body.tags.0',
      'body.title',
    ].toSorted(),
  );
  expect(text).not.toContain('hunter2');
  expect(text.length).toBeLessThan(3000);
});

describe('a text of', () => {
  test.each([
    ["'; DROP TABLE tasks; --"],
    ["\\'; SELECT pg_sleep(10); --"],
    ['<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['{{7*7}}${7*7}%s%n%00'],
    ['\u202Eright to left\u202C \u0627\u0631\u062F\u0648 \u200F'],
    ['👩‍👩‍👧‍👦 𝒳 \u{10FFFF} e\u0301'],
    ['\uFEFF\u200B zero width'],
    ['a\u0001\u001B[31m control'],
    ['_%\\ LIKE'],
  ])('%j comes back as it was, and is found by itself', async (text) => {
    const json = { title: text, description: text, tags: [text.slice(0, 30).toWellFormed()] };
    const made = await post({ json });
    expect(made.status, await made.clone().text()).toBe(201);
    const task = (await made.json()) as Task;
    expect([task.title, task.description]).toEqual([text.trim(), text]);
    const found = await backend.send(person, `/tasks?q=${encodeURIComponent(text)}`);
    expect(((await found.json()) as { tasks: Task[] }).tasks.map(({ id }) => id)).toContain(task.id);
    const conversation = await backend.send(person, '/conversations', { method: 'POST', json: { title: text } });
    expect(await conversation.json()).toMatchObject({ title: text.trim() });
  });

  test.each([['NUL \0 inside'], ['half a pair \uD83D'], ['the other half \uDE00 first'], [' \t\n ']])(
    '%j is refused',
    async (text) => {
      for (const json of [{ title: text }, { title: 'ok', tags: [text] }])
        expect((await post({ json })).status).toBe(422);
      const rename = { method: 'POST', json: { title: text } };
      expect((await backend.send(person, '/conversations', rename)).status).toBe(422);
    },
  );

  test('200 characters of 4 bytes fits a title, 201 do not', async () => {
    expect((await post({ json: { title: '𝒳'.repeat(200) } })).status).toBe(201);
    expect((await post({ json: { title: '𝒳'.repeat(201) } })).status).toBe(422);
  });
});

test.each([
  'limit=0',
  'limit=1001',
  'limit=',
  'limit=1e2',
  'limit=0x10',
  'limit=%2010',
  'limit=1.5',
  'limit=99999999999999999999',
  'skip=-1',
  'status=done',
  'sort=id',
  'order=up',
  'priority=urgent',
  'tag=',
  'q=',
  'q=%00',
  'due_before=tomorrow',
  'due_after=2030-13-01T00:00:00Z',
  'stauts=pending',
  'limit=5&limit=6',
  '__proto__=x',
  'status[]=all',
])('the query %s is 422', async (query) => {
  const answer = await backend.send(person, `/tasks?${query}`);
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as Told).errors?.[0]?.path).toMatch(/^query\./);
});

test.each(['abc', '0', '-1', '1.5', '1e3', '%00', "1'%20OR%201=1", '9'.repeat(30)])(
  'the number %s is 422',
  async (id) => {
    for (const path of [`/tasks/${id}`, `/conversations/${id}`, `/conversations/${id}/messages`])
      expect((await backend.send(person, path)).status).toBe(422);
  },
);

test('the largest number is just not there, and the largest offset has nothing', async () => {
  expect((await backend.send(person, `/tasks/${Number.MAX_SAFE_INTEGER}`)).status).toBe(404);
  expect((await backend.send(person, `/conversations/${Number.MAX_SAFE_INTEGER}`)).status).toBe(404);
  const page = await backend.send(person, `/tasks?skip=${Number.MAX_SAFE_INTEGER}`);
  expect(await page.json()).toMatchObject({ tasks: [] });
  const empty = await backend.send(person, `/conversations?skip=${Number.MAX_SAFE_INTEGER}`);
  expect(await empty.json()).toMatchObject({ conversations: [] });
});

test.each([
  { method: 'PATCH', path: '/tasks', allow: 'GET, HEAD, POST, OPTIONS' },
  { method: 'POST', path: '/tasks/1', allow: 'GET, HEAD, PUT, DELETE, OPTIONS' },
  { method: 'GET', path: '/tasks/1/complete', allow: 'PATCH, OPTIONS' },
  { method: 'PROPFIND', path: '/conversations', allow: 'GET, HEAD, POST, OPTIONS' },
])('$method $path is 405 and names the methods', async ({ method, path, allow }) => {
  const answer = await backend.send(person, path, { method });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe(allow);
  const options = await backend.send(person, path, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, allow]);
});

test('HEAD is GET without a body', async () => {
  const answer = await backend.send(person, '/tasks', { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect((await backend.apps[0]!.request(`/api/${person.userId}/tasks`, { method: 'HEAD' })).status).toBe(401);
});

test('answers are for one person and no cache, and no browser guesses their type', async () => {
  for (const path of ['/tasks', '/tasks/1', '/conversations']) {
    const { headers } = await backend.send(person, path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('no line of the log holds a token, a title or an id of a person', async () => {
  await post({ json: { title: 'private-matter' } });
  await backend.send(person, '/tasks?q=private-matter');
  const log = backend.lines.join('');
  for (const text of ['private-matter', person.token, person.userId]) expect(log).not.toContain(text);
});
