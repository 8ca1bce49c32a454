export { TodoError } from './error.ts';
export type { Task, TaskFilter } from './task.ts';
export type { TaskStore } from './task-store.ts';
export { todoTools } from './tools.ts';
