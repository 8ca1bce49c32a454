import { taskNotFound, TodoError } from '../error.ts';
import type { Condition, Owner } from '../task-store.ts';
import type { Task } from '../task.ts';

/** Who toggles at the same time wins in turn; so many in a row is somebody's loop. */
const TRIES = 10;

/**
 * Completes a task that is pending, and reopens one that is completed. Two at the same time are two toggles.
 *
 * @throws TodoError TASK_NOT_FOUND, VERSION_CONFLICT
 */
export async function toggleTask({ userId, store }: Owner, taskId: number, condition: Condition = {}): Promise<Task> {
  for (let tried = 1; ; tried++) {
    const seen = await store.get(userId, taskId);
    if (!seen) throw taskNotFound('toggle the task', taskId);
    try {
      const ifVersion = condition.ifVersion ?? seen.version;
      const task = await store.change(userId, taskId, { completed: !seen.completed }, { ifVersion });
      if (!task) throw taskNotFound('toggle the task', taskId);
      return task;
    } catch (error) {
      const lostRace = error instanceof TodoError && error.code === 'VERSION_CONFLICT';
      if (!lostRace || condition.ifVersion !== undefined || tried === TRIES) throw error;
    }
  }
}
