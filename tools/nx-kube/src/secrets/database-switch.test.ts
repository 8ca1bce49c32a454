import { expect, test } from 'vitest';

import { confirmDatabaseSwitch, findDatabaseSwitch } from './database-switch.ts';

const own = { DATABASE_URL: 'postgres://todo:secret@postgres:5432/todo' };
const external = { DATABASE_URL: 'postgres://todo:secret@db.example.com/todo' };

test.each([
  ['to an external database', own, external, { key: 'DATABASE_URL', from: 'postgres', to: 'db.example.com' }],
  ['back to the own one', external, own, { key: 'DATABASE_URL', from: 'db.example.com', to: 'postgres' }],
])('a move %s is found, without its password', (_, live, wanted, found) => {
  expect(findDatabaseSwitch(live, wanted)).toEqual(found);
});

test.each([
  ['a first deploy', {}, external],
  ['another external database', external, { DATABASE_URL: 'postgres://db2.example.com/todo' }],
  ['the own database by its long name', own, { DATABASE_URL: 'postgres://postgres.todo-app.svc:5432/todo' }],
  ['a web address that becomes local', { URL: 'https://example.com' }, { URL: 'http://localhost' }],
])('%s is no move', (_, live, wanted) => {
  expect(findDatabaseSwitch(live, wanted)).toBeUndefined();
});

test('nothing moves without a flag or an answer', async () => {
  const found = { key: 'DATABASE_URL', from: 'a', to: 'b' };
  await expect(confirmDatabaseSwitch(found, false, {})).rejects.toMatchObject({ code: 'DATABASE_SWITCH' });
  await expect(confirmDatabaseSwitch(found, false, { ask: async () => false })).rejects.toMatchObject({
    code: 'DATABASE_SWITCH',
  });
  await expect(confirmDatabaseSwitch(found, false, { ask: async () => true })).resolves.toBeUndefined();
  await expect(confirmDatabaseSwitch(found, true, {})).resolves.toBeUndefined();
});
