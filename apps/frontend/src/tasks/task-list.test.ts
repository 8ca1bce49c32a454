import type { Task } from '@todo/todo';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterEach, expect, test, vi } from 'vitest';

import { taskApi } from './task-api.ts';
import { draftTask, shownTasks } from './task-list-state.ts';
import { createTaskList } from './task-list.ts';
import type { Outcome, TaskList } from './task-list.ts';
import { parseView, viewHref } from './task-view.ts';

/** One request as the backend saw it: `PUT /api/ann/tasks/1 "1"` and what came with it. */
interface Seen {
  readonly line: string;
  readonly key: string | undefined;
  readonly token: string | undefined;
  readonly body: unknown;
}

type Answer = readonly [status: number, body?: unknown];

const view = parseView(new URLSearchParams());
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

function task(id: number, more: Partial<Task> = {}): Task {
  const draft = draftTask({ title: `task ${id}` }, { id, userId: 'ann', now: '2026-11-21T20:00:00.000Z' });
  return { ...draft, version: 1, ...more };
}

/** A list over HTTP, with a backend that answers as told; a promise in its answers holds one back. */
async function start(known: readonly Task[], answer: (seen: Seen) => Answer | Promise<Answer>) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method, url = '', headers } = request;
      const body = method === 'POST' || method === 'PUT' ? await json(request) : undefined;
      const match = headers['if-match'];
      const line = `${method} ${url.split('?')[0]}${match === undefined ? '' : ` ${match}`}`;
      const now = { line, key: headers['idempotency-key']?.toString(), token: headers.authorization, body };
      seen.push(now);
      const [status, content] = await answer(now);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(content && JSON.stringify(content));
    })();
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outcomes: Outcome[] = [];
  const onSignedOut = vi.fn<() => void>();
  const list = createTaskList({
    userId: 'ann',
    api: taskApi({ userId: 'ann', token: async ({ fresh }) => (fresh ? 'fresh' : 'kept'), origin }),
    listing: {
      key: viewHref(view),
      query: () => new URLSearchParams({ limit: '50' }),
      newestFirst: true,
      orderMayChange: false,
    },
    initial: { tasks: known, total: known.length },
    onOutcome: (outcome) => outcomes.push(outcome),
    onSignedOut,
  });
  return { list, seen, outcomes, onSignedOut, server };
}

function titles(list: TaskList): string[] {
  const { lines } = shownTasks(list.snapshot().list, view);
  return lines.map(({ task, waiting }) => (waiting ? `${task.title}…` : task.title));
}

test('a new task shows at once, and gets its number from the backend', async () => {
  const { list, seen, outcomes } = await start([task(1)], () => [201, task(2, { title: 'new' })]);
  list.add({ title: 'new' });
  expect(titles(list)).toEqual(['new…', 'task 1']);
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  expect(titles(list)).toEqual(['new', 'task 1']);
  expect(seen).toMatchObject([{ line: 'POST /api/ann/tasks', token: 'Bearer kept', body: { title: 'new' } }]);
});

test('a task that could not be added vanishes, and a second attempt is the same request', async () => {
  let answers = 0;
  const { list, seen, outcomes } = await start([], () => {
    answers += 1;
    return answers === 1 ? [500, {}] : [201, task(2)];
  });
  list.add({ title: 'task 2' });
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  const [failure] = outcomes;
  expect(failure).toMatchObject({ type: 'failed', doing: 'add', code: 'unreachable', title: 'task 2' });
  expect(titles(list)).toEqual([]);
  expect(list.snapshot().answered).toBe(false);
  if (failure?.type === 'failed') failure.again?.();
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(titles(list)).toEqual(['task 2']);
  expect(list.snapshot().answered).toBe(true);
  expect(seen[0]?.key).toMatch(/^[\da-f]{32}$/);
  expect(seen[1]?.key).toBe(seen[0]?.key);
});

test('changes of one task are sent one after the other, each with the version that the last one made', async () => {
  let version = 1;
  const { list, seen, outcomes } = await start([task(1)], ({ body }) => {
    version += 1;
    return [200, task(1, { version, ...(body as object) })];
  });
  list.edit(task(1), { completed: true });
  list.edit(task(1), { title: 'renamed' }, 1);
  expect(titles(list)).toEqual(['renamed…']);
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(seen.map(({ line }) => line)).toEqual(['PUT /api/ann/tasks/1 "1"', 'PUT /api/ann/tasks/1 "2"']);
});

test('a change of what was changed elsewhere is not made: the task shows as it is now', async () => {
  const theirs = task(1, { title: 'theirs', version: 2 });
  const { list, seen, outcomes } = await start([task(1)], ({ line }) =>
    line.startsWith('GET') ? [200, theirs] : [412, {}],
  );
  list.edit(task(1), { title: 'mine' });
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  expect(outcomes[0]).toMatchObject({ type: 'failed', code: 'conflict' });
  expect(titles(list)).toEqual(['theirs']);
  expect(seen.map(({ line }) => line)).toEqual(['PUT /api/ann/tasks/1 "1"', 'GET /api/ann/tasks/1']);
});

test('an edit is of the version that the user saw, though the list was loaded anew while they wrote', async () => {
  const theirs = task(1, { title: 'theirs', version: 2 });
  const { list, seen } = await start([task(1)], ({ line }) => {
    if (line === 'GET /api/ann/tasks') return [200, { tasks: [theirs], total: 1 }];
    return line.startsWith('GET') ? [200, theirs] : [412, {}];
  });
  list.refresh();
  await vi.waitFor(() => expect(titles(list)).toEqual(['theirs']));
  list.edit(theirs, { title: 'mine' }, 1);
  await vi.waitFor(() => expect(seen.map(({ line }) => line)).toContain('PUT /api/ann/tasks/1 "1"'));
});

test('a task that is gone elsewhere leaves the list', async () => {
  const { list, outcomes } = await start([task(2), task(1)], () => [404, {}]);
  list.remove(task(1));
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  expect(outcomes[0]).toMatchObject({ code: 'missing' });
  expect(titles(list)).toEqual(['task 2']);
});

test('a removed task can be brought back, done if it was done', async () => {
  const { list, seen, outcomes } = await start([task(1, { completed: true })], ({ line }) => {
    if (line.startsWith('DELETE')) return [204];
    return [line.startsWith('POST') ? 201 : 200, task(2, { title: 'task 1', completed: line.startsWith('PUT') })];
  });
  list.remove(task(1, { completed: true }));
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  list.restore(task(1, { completed: true }));
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(seen.map(({ line }) => line)).toEqual([
    'DELETE /api/ann/tasks/1 "1"',
    'POST /api/ann/tasks',
    'PUT /api/ann/tasks/2 "1"',
  ]);
  expect(list.snapshot().list.known).toMatchObject([{ id: 2, completed: true }]);
});

test.each([
  { when: 'open comes back with its recurrence', completed: false, recurrence: 'daily' },
  { when: 'done comes back without, as its next occurrence is there', completed: true, recurrence: null },
] as const)('a removed recurring task that was $when', async ({ completed, recurrence }) => {
  const due_at = '2026-11-22T09:00:00.000Z';
  const { list, seen, outcomes } = await start([], ({ line }) => [
    line.startsWith('POST') ? 201 : 200,
    task(2, { completed: line.startsWith('PUT') }),
  ]);
  list.restore(task(1, { completed, recurrence: 'daily', due_at }));
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  expect(seen[0]?.body).toMatchObject({ title: 'task 1', due_at, recurrence });
});

test('a list that was asked for before a change does not undo it on the screen', async () => {
  const slow = Promise.withResolvers<Answer>();
  let lists = 0;
  const { list, outcomes } = await start([task(1)], ({ line }) => {
    if (line.startsWith('PUT')) return [200, task(1, { title: 'renamed', version: 2 })];
    lists += 1;
    if (lists === 1) return slow.promise;
    return [200, { tasks: [task(1, { title: 'renamed', version: 2 })], total: 1 }];
  });
  list.refresh();
  await vi.waitFor(() => expect(lists).toBe(1));
  list.edit(task(1), { title: 'renamed' });
  slow.resolve([200, { tasks: [task(1)], total: 1 }]);
  await vi.waitFor(() => expect(outcomes).toHaveLength(1));
  await vi.waitFor(() => expect(lists).toBe(2));
  expect(titles(list)).toEqual(['renamed']);
});

test('what a repeating task leaves behind is asked for once it is done', async () => {
  const repeating = task(1, { recurrence: 'daily', due_at: '2026-11-21T20:00:00.000Z' });
  const next = { ...repeating, id: 2 };
  const { list } = await start([repeating], ({ line }) =>
    line.startsWith('PUT')
      ? [200, { ...repeating, completed: true, version: 2 }]
      : [200, { tasks: [next, { ...repeating, completed: true, version: 2 }], total: 2 }],
  );
  list.edit(repeating, { completed: true });
  await vi.waitFor(() => expect(list.snapshot().list.known.map(({ id }) => id)).toEqual([2, 1]));
});

test('a token that is refused is replaced once; then one is signed out', async () => {
  const { list, seen, onSignedOut } = await start([task(1)], () => [401, {}]);
  list.edit(task(1), { title: 'renamed' });
  await vi.waitFor(() => expect(onSignedOut).toHaveBeenCalledOnce());
  expect(seen.map(({ token }) => token)).toEqual(['Bearer kept', 'Bearer fresh']);
  expect(titles(list)).toEqual(['task 1']);
});

test('a fresh token goes on where the old one ended', async () => {
  const { list, outcomes } = await start([task(1)], ({ token }) =>
    token === 'Bearer fresh' ? [200, task(1, { title: 'renamed', version: 2 })] : [401, {}],
  );
  list.edit(task(1), { title: 'renamed' });
  await vi.waitFor(() => expect(outcomes).toMatchObject([{ type: 'edited' }]));
});

test('while nobody answers the list stays as it was, and says so', async () => {
  const { list, server } = await start([task(1)], () => [200, {}]);
  server.closeAllConnections();
  server.close();
  list.refresh();
  await vi.waitFor(() => expect(list.snapshot()).toMatchObject({ answered: false, loading: false }));
  expect(titles(list)).toEqual(['task 1']);
});
