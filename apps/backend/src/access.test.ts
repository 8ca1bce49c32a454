import type { Conversation, Task } from '@todo/todo';
import { turnStore } from '@todo/todo-db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes } from './app.ts';
import type { Route } from './http/route.ts';
import { startBackend, type Person, type TestBackend } from './testing/start-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
}, 120_000);
afterAll(() => backend?.close());

/** One row per route, by its operation id: what the owner sends and gets. A route that is not here fails the first test. */
const owners: Readonly<Record<string, { readonly status: number; readonly json?: object }>> = {
  listTasks: { status: 200 },
  addTask: { status: 201, json: { title: 'New' } },
  getTask: { status: 200 },
  updateTask: { status: 200, json: { title: 'Changed' } },
  deleteTask: { status: 204 },
  completeTask: { status: 200 },
  listConversations: { status: 200 },
  addConversation: { status: 201, json: {} },
  getConversation: { status: 200 },
  renameConversation: { status: 200, json: { title: 'Renamed' } },
  deleteConversation: { status: 204 },
  listMessages: { status: 200 },
  chat: { status: 200, json: { message: 'hello' } },
  chatStream: { status: 200, json: { message: 'hello' } },
  followTurn: { status: 200 },
  cancelTurn: { status: 202 },
  chatHistory: { status: 200 },
};

/** Every column: who asks with what, and what each route answers. */
const callers: readonly {
  readonly who: string;
  readonly status: number | 'own';
  readonly code?: 'NO_TOKEN' | 'EXPIRED_TOKEN' | 'BAD_TOKEN' | 'NOT_YOURS';
  readonly authorization: (owner: Person, other: Person) => Promise<string | undefined>;
}[] = [
  { who: 'nobody', status: 401, code: 'NO_TOKEN', authorization: async () => undefined },
  { who: 'the owner', status: 'own', authorization: async ({ token }) => `Bearer ${token}` },
  {
    who: 'another user',
    status: 403,
    code: 'NOT_YOURS',
    authorization: async (_owner, { token }) => `Bearer ${token}`,
  },
  { who: 'an expired token', status: 401, code: 'EXPIRED_TOKEN', authorization: minted({ expiresIn: -60 }) },
  { who: 'a token for another service', status: 401, code: 'BAD_TOKEN', authorization: minted({ aud: 'todo-mcp' }) },
  {
    who: 'a token of another issuer',
    status: 401,
    code: 'BAD_TOKEN',
    authorization: minted({ iss: 'http://evil.test' }),
  },
  {
    who: 'a token by HS256 with the public key',
    status: 401,
    code: 'BAD_TOKEN',
    authorization: minted({ alg: 'HS256' }),
  },
  { who: 'a token without a signature', status: 401, code: 'BAD_TOKEN', authorization: minted({ alg: 'none' }) },
  { who: 'a token signed by a stranger', status: 401, code: 'BAD_TOKEN', authorization: minted({ alg: 'forged' }) },
  {
    who: 'something that is no token',
    status: 401,
    code: 'BAD_TOKEN',
    authorization: async () => 'Bearer not.a.token',
  },
  { who: 'a password', status: 401, code: 'BAD_TOKEN', authorization: async () => 'Basic dXNlcjpwYXNz' },
];

type Minting = Parameters<TestBackend['issuer']['mint']>[0];

function minted(options: Minting): (owner: Person) => Promise<string> {
  return async ({ userId }) => `Bearer ${await backend.issuer.mint({ sub: userId, ...options })}`;
}

/** What the addresses of a person lead to. */
async function belongings(person: Person): Promise<Readonly<Record<string, string>>> {
  const make = (path: string, json: object): Promise<Response> => backend.send(person, path, { method: 'POST', json });
  const task = (await (await make('/tasks', { title: 'Mine' })).json()) as Task;
  const conversation = (await (await make('/conversations', {})).json()) as Conversation;
  const turns = turnStore(backend.database);
  const deadlineAt = new Date(Date.now() + 60_000);
  const turn = await turns.start({ userId: person.userId, conversationId: conversation.id, deadlineAt });
  await turns.end(turn.id, 'done', { event: 'done', data: {} });
  return { task_id: String(task.id), conversation_id: String(conversation.id), turn_id: turn.id };
}

function routes(): readonly Route[] {
  return allRoutes({ database: backend.database, chat: backend.chat });
}

async function ask(
  route: Route,
  userId: string,
  ids: Readonly<Record<string, string>>,
  authorization?: string,
): Promise<Response> {
  const { json } = owners[route.id] ?? {};
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'user_id' ? userId : (ids[name] ?? 'none'),
  );
  return await backend.apps[0]!.request(path, {
    method: route.method.toUpperCase(),
    headers: { ...(authorization && { authorization }), ...(json && { 'content-type': 'application/json' }) },
    ...(json && { body: JSON.stringify(json) }),
  });
}

test('every route has a row in this table', () => {
  expect(
    routes()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(Object.keys(owners).toSorted());
});

describe.each(Object.keys(owners))('%s', (id) => {
  test.each(callers)('with $who', async ({ status, code, authorization }) => {
    const route = routes().find((each) => each.id === id)!;
    const [owner, other] = [await backend.person(), await backend.person()];
    const ids = await belongings(owner);
    const answer = await ask(route, owner.userId, ids, await authorization(owner, other));
    const { headers } = answer;
    const problem = headers.get('content-type') === 'application/problem+json';
    const told = problem ? ((await answer.json()) as { code: string }).code : undefined;
    await answer.body?.cancel().catch(() => undefined);
    expect({ status: answer.status, problem, told, challenged: headers.has('www-authenticate') }).toEqual({
      status: status === 'own' ? owners[id]?.status : status,
      problem: status !== 'own',
      told: code,
      challenged: status === 401,
    });
  });

  test("with the caller's own address and somebody else's numbers: as if nothing were there", async () => {
    const route = routes().find((each) => each.id === id)!;
    if (!/\{(?!user_id)/.test(route.path)) return;
    const [owner, other] = [await backend.person(), await backend.person()];
    const answer = await ask(route, other.userId, await belongings(owner), `Bearer ${other.token}`);
    expect(answer.status).toBe(404);
  });
});

test('a conversation of somebody else can not be talked in', async () => {
  const [owner, other] = [await backend.person(), await backend.person()];
  const { conversation_id } = await belongings(owner);
  const json = { message: 'hello', conversation_id: Number(conversation_id) };
  for (const path of ['/chat', '/chat/stream'])
    expect((await backend.send(other, path, { method: 'POST', json })).status).toBe(404);
  expect((await backend.send(other, `/chat/history?conversation_id=${conversation_id}`)).status).toBe(404);
});
