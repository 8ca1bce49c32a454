import type { Task } from '@todo/todo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type Person, type TestBackend } from '../testing/start-backend.ts';
import { parseIfMatch } from './if-match.ts';

let backend: TestBackend;
let person: Person;
beforeAll(async () => {
  backend = await startBackend();
  person = await backend.person();
}, 120_000);
afterAll(() => backend?.close());

async function taskAtVersion2(): Promise<string> {
  const made = await backend.send(person, '/tasks', { method: 'POST', json: { title: 'Task' } });
  const { id } = (await made.json()) as Task;
  await backend.send(person, `/tasks/${id}`, { method: 'PUT', json: { title: 'Second' } });
  return `/tasks/${id}`;
}

test.each([
  { header: '"2"', status: 200 },
  { header: '*', status: 200 },
  { header: '"1", "2"', status: 200 },
  { header: 'W/"1", "2" ', status: 200 },
  { header: '"1"', status: 412 },
  { header: '"3"', status: 412 },
  { header: '"1", "3"', status: 412 },
  // The comparison is the strong one.
  { header: 'W/"2"', status: 412 },
  { header: '"foreign"', status: 412 },
  { header: '""', status: 412 },
  { header: '2', status: 400 },
  { header: '"2', status: 400 },
  { header: '', status: 400 },
  { header: '"1",', status: 400 },
  { header: '*, "2"', status: 400 },
  { header: Array.from({ length: 30 }, () => '"2"').join(','), status: 400 },
])('PUT, PATCH and DELETE with If-Match: $header answer $status', async ({ header, status }) => {
  const at = await taskAtVersion2();
  const headers = { 'if-match': header };
  const put = await backend.send(person, at, { method: 'PUT', headers, json: { title: 'Second' } });
  const after = String(((await (await backend.send(person, at)).json()) as Task).version);
  const again = { 'if-match': header.replaceAll('2', after) };
  const patch = await backend.send(person, `${at}/complete`, { method: 'PATCH', headers: again });
  const last = String(((await (await backend.send(person, at)).json()) as Task).version);
  const remove = await backend.send(person, at, {
    method: 'DELETE',
    headers: { 'if-match': header.replaceAll('2', last) },
  });
  expect([put.status, patch.status, remove.status]).toEqual([status, status, status === 200 ? 204 : status]);
});

test('a task that is not there is 404, whatever the condition', async () => {
  for (const header of ['*', '"1"', '"1", "2"', 'W/"1"']) {
    const headers = { 'if-match': header };
    expect((await backend.send(person, '/tasks/999999', { method: 'DELETE', headers })).status).toBe(404);
  }
});

test('of two changes that start from one version, one wins', async () => {
  const at = await taskAtVersion2();
  const change = (title: string): Promise<Response> =>
    backend.send(person, at, { method: 'PUT', headers: { 'if-match': '"2"' }, json: { title } });
  const statuses = (await Promise.all(['A', 'B', 'C', 'D'].map(change))).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
});

test('without If-Match any version is meant', () => {
  expect(parseIfMatch(undefined)).toEqual({ type: 'absent' });
});
