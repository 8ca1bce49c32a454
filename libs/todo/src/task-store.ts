import type { NewTask, Task, TaskChange, TaskFilter } from './task.ts';

/** Where tasks are kept. Every method sees the tasks of one user alone, whatever number it is given. */
export interface TaskStore {
  add(userId: string, task: NewTask): Promise<Task>;
  /** Oldest first, 1000 at most. */
  list(userId: string, filter: TaskFilter): Promise<readonly Task[]>;
  /** Sets the given fields; undefined when this user has no such task. */
  change(userId: string, taskId: number, change: TaskChange & { completed?: boolean }): Promise<Task | undefined>;
  /** Deletes for good, and gives what was deleted; undefined when this user has no such task. */
  remove(userId: string, taskId: number): Promise<Task | undefined>;
}

/** Whose tasks a verb acts on, and where they are. `userId` comes from a verified identity, never from an argument. */
export interface Owner {
  readonly userId: string;
  readonly store: TaskStore;
}
