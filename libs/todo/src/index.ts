export { decideChange, fieldsOfNew, type Change, type StoredTask, type TaskFields } from './change.ts';
export {
  conversation,
  conversationId,
  conversationTitle,
  message,
  toolCallRecord,
  type Conversation,
  type Message,
  type ToolCallRecord,
} from './conversation.ts';
export { conversationNotFound, TodoError, userNotFound, versionConflict, type TodoErrorCode } from './error.ts';
export { taskPage, taskQuery, type TaskPage, type TaskQuery } from './task-query.ts';
export type { Owner, TaskStore } from './task-store.ts';
export { newTask, task, taskChange, taskId, type NewTask, type Task, type TaskChange } from './task.ts';
export { todoTools } from './tools.ts';
export { addTask } from './verbs/add-task.ts';
export { completeTask } from './verbs/complete-task.ts';
export { deleteTask } from './verbs/delete-task.ts';
export { getTask } from './verbs/get-task.ts';
export { listTasks } from './verbs/list-tasks.ts';
export { toggleTask } from './verbs/toggle-task.ts';
export { updateTask } from './verbs/update-task.ts';
