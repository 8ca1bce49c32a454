import type { TaskPage, TaskQuery } from './task-query.ts';
import type { NewTask, Task, TaskChange } from './task.ts';

/** Under which condition a task is changed or deleted. */
export interface Condition {
  /** The version that the caller has seen; another one is refused with VERSION_CONFLICT. */
  readonly ifVersion?: number | undefined;
}

/**
 * Where tasks are kept. Every method sees the tasks of one user alone, whatever number it is given; every change is recorded
 * as an event in the same transaction.
 */
export interface TaskStore {
  /** @throws TodoError RECURRENCE_NEEDS_DUE_DATE, USER_NOT_FOUND */
  add(userId: string, task: NewTask): Promise<Task>;
  /** undefined when this user has no such task. */
  get(userId: string, taskId: number): Promise<Task | undefined>;
  list(userId: string, query: TaskQuery): Promise<TaskPage>;
  /**
   * Sets the given fields. A recurring task that is completed adds its next occurrence.
   *
   * @returns undefined when this user has no such task
   * @throws TodoError VERSION_CONFLICT, RECURRENCE_NEEDS_DUE_DATE
   */
  change(
    userId: string,
    taskId: number,
    change: TaskChange & { readonly completed?: boolean | undefined },
    condition?: Condition,
  ): Promise<Task | undefined>;
  /**
   * Deletes for good, and gives what was deleted.
   *
   * @returns undefined when this user has no such task
   * @throws TodoError VERSION_CONFLICT
   */
  remove(userId: string, taskId: number, condition?: Condition): Promise<Task | undefined>;
}

/** Whose tasks a verb acts on, and where they are. `userId` comes from a verified identity, never from an argument. */
export interface Owner {
  readonly userId: string;
  readonly store: TaskStore;
}
