import {
  addTask,
  completeTask,
  deleteTask,
  getTask,
  listTasks,
  newTask,
  task,
  taskChange,
  taskId,
  taskPage,
  taskQuery,
  toggleTask,
  updateTask,
  type Owner,
  type Task,
  type TaskStore,
} from '@todo/todo';
import type { Context } from 'hono';
import type { Identity } from '@todo/auth';
import * as z from 'zod';
import { etag, versionWanted } from '../http/if-match.ts';
import { integerParameter } from '../http/parameters.ts';
import { route, type Route, type RouteResponse } from '../http/route.ts';

const taskPath = z.object({ task_id: integerParameter(taskId) });
const query = taskQuery.extend({
  skip: integerParameter(taskQuery.shape.skip),
  limit: integerParameter(taskQuery.shape.limit),
});
const changed = taskChange
  .extend({
    completed: z
      .boolean()
      .optional()
      .describe('Whether it is done; a recurring task that is done adds its next occurrence.'),
  })
  .meta({ id: 'TaskChange' });
const completion = z.strictObject({
  completed: z.boolean().optional().describe('What it becomes; absent: the opposite.'),
});

const taskJson = task.meta({ id: 'Task' });
const ETAG = { etag: 'The version of the task in quotes, for `If-Match`.' };
const IF_MATCH = { 'if-match': '`"<version>"`, several of them, or `*`: change only what has not been changed since.' };
const oneTask: RouteResponse = { description: 'The task.', schema: taskJson, headers: ETAG };
const noTask: RouteResponse = { description: 'This user has no such task.' };
const stale: RouteResponse = { description: 'The task has another version than `If-Match` names.' };

/** The routes of tasks. */
export function taskRoutes(store: TaskStore): readonly Route[] {
  const owner = ({ userId }: Identity): Owner => ({ userId, store });
  const ifVersion = async (c: Context, identity: Identity, id: number): Promise<{ ifVersion: number | undefined }> => ({
    ifVersion: await versionWanted(c, async () => (await getTask(owner(identity), id)).version),
  });
  return [
    route({
      method: 'get',
      path: '/api/{user_id}/tasks',
      id: 'listTasks',
      tag: 'Tasks',
      summary: 'List tasks: filtered, ordered, by pages',
      rate: 'read',
      query,
      responses: {
        200: {
          description: 'A page of tasks.',
          schema: taskPage.extend({ tasks: z.array(taskJson) }).meta({ id: 'TaskPage' }),
        },
      },
      handler: async ({ identity, query, c }) => c.json(await listTasks(owner(identity), query)),
    }),
    route({
      method: 'post',
      path: '/api/{user_id}/tasks',
      id: 'addTask',
      tag: 'Tasks',
      summary: 'Add a task',
      rate: 'write',
      idempotent: true,
      body: newTask.meta({ id: 'NewTask' }),
      responses: {
        201: {
          description: 'The task as it was added.',
          schema: taskJson,
          headers: { ...ETAG, location: 'The address of the task.' },
        },
      },
      handler: async ({ identity, body, c }) => {
        const added = await addTask(owner(identity), body);
        const location = `/api/${encodeURIComponent(identity.userId)}/tasks/${added.id}`;
        return c.json(added, 201, { location, etag: etag(added.version) });
      },
    }),
    route({
      method: 'get',
      path: '/api/{user_id}/tasks/{task_id}',
      id: 'getTask',
      tag: 'Tasks',
      summary: 'Read a task',
      rate: 'read',
      params: taskPath,
      responses: { 200: oneTask, 404: noTask },
      handler: async ({ identity, params, c }) => answer(c, await getTask(owner(identity), params.task_id)),
    }),
    route({
      method: 'put',
      path: '/api/{user_id}/tasks/{task_id}',
      id: 'updateTask',
      tag: 'Tasks',
      summary: 'Change a task',
      description: 'A field that is absent stays as it is; null takes a value away.',
      rate: 'write',
      params: taskPath,
      body: changed,
      headers: IF_MATCH,
      responses: { 200: oneTask, 404: noTask, 412: stale },
      handler: async ({ identity, params: { task_id }, body, c }) =>
        answer(c, await updateTask(owner(identity), task_id, body, await ifVersion(c, identity, task_id))),
    }),
    route({
      method: 'delete',
      path: '/api/{user_id}/tasks/{task_id}',
      id: 'deleteTask',
      tag: 'Tasks',
      summary: 'Delete a task for good',
      rate: 'write',
      params: taskPath,
      headers: IF_MATCH,
      responses: { 204: { description: 'The task is gone.' }, 404: noTask, 412: stale },
      handler: async ({ identity, params: { task_id }, c }) => {
        await deleteTask(owner(identity), task_id, await ifVersion(c, identity, task_id));
        return c.body(null, 204);
      },
    }),
    route({
      method: 'patch',
      path: '/api/{user_id}/tasks/{task_id}/complete',
      id: 'completeTask',
      tag: 'Tasks',
      summary: 'Complete or reopen a task',
      description: 'Without a body, or without `completed`, a pending task is completed and a completed one reopened.',
      rate: 'write',
      params: taskPath,
      body: completion.optional(),
      headers: IF_MATCH,
      responses: { 200: oneTask, 404: noTask, 412: stale },
      handler: async ({ identity, params: { task_id }, body, c }) =>
        answer(c, await setCompleted(owner(identity), task_id, body?.completed, await ifVersion(c, identity, task_id))),
    }),
  ];
}

function answer(c: Context, found: Task): Response {
  return c.json(found, 200, { etag: etag(found.version) });
}

function setCompleted(
  owner: Owner,
  id: number,
  completed: boolean | undefined,
  condition: { readonly ifVersion: number | undefined },
): Promise<Task> {
  if (completed === undefined) return toggleTask(owner, id, condition);
  return completed ? completeTask(owner, id, condition) : updateTask(owner, id, { completed }, condition);
}
