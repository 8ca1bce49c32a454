import { expect, test } from 'vitest';
import { versionConflict } from '../error.ts';
import type { Owner } from '../task-store.ts';
import type { Task } from '../task.ts';
import { toggleTask } from './toggle-task.ts';

const at = '2026-11-21T12:00:00.000Z';

/** One task, that somebody else toggles first as often as `rivals` says. */
function owner(rivals = 0): { readonly owner: Owner; readonly task: () => Task } {
  let left = rivals;
  let task: Task = {
    id: 1,
    user_id: 'ann',
    title: 'x',
    description: null,
    priority: 'medium',
    due_at: null,
    tags: [],
    recurrence: null,
    completed: false,
    version: 1,
    created_at: at,
    updated_at: at,
  };
  const toggled = (): Task => (task = { ...task, completed: !task.completed, version: task.version + 1 });
  const unused = (): never => {
    throw new Error('a toggle has no use for this');
  };
  const store: Owner['store'] = {
    add: unused,
    list: unused,
    remove: unused,
    get: async (_user, id) => (id === task.id ? task : undefined),
    async change(_user, id, { completed }, { ifVersion } = {}) {
      if (left-- > 0) toggled();
      if (ifVersion !== task.version) throw versionConflict('change the task', id);
      expect(completed).toBe(!task.completed);
      return toggled();
    },
  };
  return { owner: { userId: 'ann', store }, task: () => task };
}

test('a toggle completes a pending task, and the next one reopens it', async () => {
  const { owner: ann } = owner();
  expect(await toggleTask(ann, 1)).toMatchObject({ completed: true });
  expect(await toggleTask(ann, 1)).toMatchObject({ completed: false });
});

test('a toggle beside another one is a second toggle', async () => {
  const { owner: ann, task } = owner(1);
  expect(await toggleTask(ann, 1)).toMatchObject({ completed: false });
  expect(task().version).toBe(3);
});

test('a toggle of the version that was seen is refused when there is a newer one', async () => {
  const { owner: ann } = owner(1);
  await expect(toggleTask(ann, 1, { ifVersion: 1 })).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
});

test('a toggle that never gets through gives up, and one of no task says so', async () => {
  await expect(toggleTask(owner(1000).owner, 1)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
  await expect(toggleTask(owner().owner, 2)).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' });
});
