import type { Task } from '@todo/todo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type Person, type TestBackend } from '../testing/start-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
}, 120_000);
afterAll(() => backend?.close());

const add = async (person: Person, task: object): Promise<Task> => {
  const answer = await backend.send(person, '/tasks', { method: 'POST', json: task });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as Task;
};

test('a task is added, read, changed, completed and deleted', async () => {
  const person = await backend.person();
  const made = await backend.send(person, '/tasks', { method: 'POST', json: { title: '  Buy milk  ' } });
  expect(made.status).toBe(201);
  const task = (await made.json()) as Task;
  expect(task).toMatchObject({
    user_id: person.userId,
    title: 'Buy milk',
    completed: false,
    priority: 'medium',
    version: 1,
  });
  expect(made.headers.get('location')).toBe(`/api/${person.userId}/tasks/${task.id}`);
  expect(made.headers.get('etag')).toBe('"1"');
  expect(made.headers.get('cache-control')).toBe('no-store');

  const at = `/tasks/${task.id}`;
  const read = await backend.send(person, at);
  expect(await read.json()).toEqual(task);
  expect(read.headers.get('etag')).toBe('"1"');

  const change = {
    title: 'Buy oat milk',
    priority: 'high',
    tags: ['Shop', 'shop'],
    due_at: '2030-01-02T03:04:05+05:00',
  };
  const changed = await backend.send(person, at, { method: 'PUT', json: change });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect(await changed.json()).toMatchObject({
    title: 'Buy oat milk',
    priority: 'high',
    tags: ['shop'],
    due_at: '2030-01-01T22:04:05.000Z',
  });

  const completed = await backend.send(person, `${at}/complete`, { method: 'PATCH' });
  expect(await completed.json()).toMatchObject({ completed: true, version: 3 });

  const deleted = await backend.send(person, at, { method: 'DELETE' });
  expect(deleted.status).toBe(204);
  expect(await deleted.text()).toBe('');
  expect((await backend.send(person, at)).status).toBe(404);
  expect((await backend.send(person, at, { method: 'DELETE' })).status).toBe(404);
});

test('PATCH …/complete toggles without a body, and sets with one', async () => {
  const person = await backend.person();
  const { id } = await add(person, { title: 'Toggle' });
  const patch = async (json?: object): Promise<boolean> => {
    const answer = await backend.send(person, `/tasks/${id}/complete`, { method: 'PATCH', ...(json && { json }) });
    return ((await answer.json()) as Task).completed;
  };
  expect([
    await patch(),
    await patch(),
    await patch({ completed: false }),
    await patch({}),
    await patch({ completed: true }),
  ]).toEqual([true, false, false, true, true]);
});

test('PUT with completed is completion too: a recurring task adds its next occurrence', async () => {
  const person = await backend.person();
  const { id } = await add(person, { title: 'Water plants', due_at: '2090-01-31T08:00:00Z', recurrence: 'monthly' });
  await backend.send(person, `/tasks/${id}`, { method: 'PUT', json: { completed: true } });
  const page = (await (await backend.send(person, '/tasks?status=pending')).json()) as { tasks: Task[]; total: number };
  expect(page).toMatchObject({ total: 1, tasks: [{ title: 'Water plants', due_at: '2090-02-28T08:00:00.000Z' }] });
});

test('a PUT that changes nothing, and recurrence without a due date, are 422', async () => {
  const person = await backend.person();
  const { id } = await add(person, { title: 'Task' });
  const nothing = await backend.send(person, `/tasks/${id}`, { method: 'PUT', json: {} });
  expect(nothing.status).toBe(422);
  const recurring = await backend.send(person, '/tasks', { method: 'POST', json: { title: 'X', recurrence: 'daily' } });
  expect(recurring.status).toBe(422);
  expect(await recurring.json()).toMatchObject({ errors: [{ path: 'body.recurrence' }] });
});

test('lists filter, search, order and page, and count what matches', async () => {
  const person = await backend.person();
  await add(person, { title: 'Alpha', priority: 'low', tags: ['home'], due_at: '2030-01-01T00:00:00Z' });
  await add(person, { title: 'beta 100%', description: 'with Gamma inside', priority: 'high' });
  const third = await add(person, { title: 'delta', tags: ['work'], due_at: '2031-01-01T00:00:00Z' });
  await backend.send(person, `/tasks/${third.id}/complete`, { method: 'PATCH' });
  const titles = async (query: string): Promise<[string[], number]> => {
    const answer = await backend.send(person, `/tasks?${query}`);
    expect(answer.status, await answer.clone().text()).toBe(200);
    const { tasks, total } = (await answer.json()) as { tasks: Task[]; total: number };
    return [tasks.map(({ title }) => title), total];
  };
  expect(await titles('')).toEqual([['Alpha', 'beta 100%', 'delta'], 3]);
  expect(await titles('status=pending')).toEqual([['Alpha', 'beta 100%'], 2]);
  expect(await titles('status=completed')).toEqual([['delta'], 1]);
  expect(await titles('priority=high')).toEqual([['beta 100%'], 1]);
  expect(await titles('tag=HOME')).toEqual([['Alpha'], 1]);
  expect(await titles('q=gamma')).toEqual([['beta 100%'], 1]);
  expect(await titles('q=100%25')).toEqual([['beta 100%'], 1]);
  expect(await titles('q=%25')).toEqual([['beta 100%'], 1]);
  expect(await titles('due_before=2030-06-01T00:00:00Z')).toEqual([['Alpha'], 1]);
  expect(await titles('due_after=2030-06-01T00:00:00Z')).toEqual([['delta'], 1]);
  expect(await titles('sort=due_date')).toEqual([['Alpha', 'delta', 'beta 100%'], 3]);
  expect(await titles('sort=title&order=desc')).toEqual([['delta', 'beta 100%', 'Alpha'], 3]);
  expect(await titles('skip=1&limit=1')).toEqual([['beta 100%'], 3]);
  expect(await titles('skip=10')).toEqual([[], 3]);
});

test("somebody else's task looks like one that is not there", async () => {
  const [owner, other] = [await backend.person(), await backend.person()];
  const { id } = await add(owner, { title: 'Mine' });
  for (const [method, path, json] of [
    ['GET', `/tasks/${id}`],
    ['PUT', `/tasks/${id}`, { title: 'Theirs' }],
    ['PATCH', `/tasks/${id}/complete`],
    ['DELETE', `/tasks/${id}`],
  ] as const) {
    const foreign = await backend.send(other, path, { method, ...(json && { json }) });
    const missing = await backend.send(other, path.replace(String(id), '999999999'), { method, ...(json && { json }) });
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    const [told, known] = [await foreign.text(), await missing.text()].map((text) => text.replaceAll(/\d{2,}/g, ''));
    expect(told?.replaceAll(String(id), '')).toEqual(known?.replaceAll(String(id), ''));
  }
  expect(await (await backend.send(owner, `/tasks/${id}`)).json()).toMatchObject({ title: 'Mine', completed: false });
});
