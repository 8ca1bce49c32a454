import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
  type McpServer,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import { getTask, listTasks, taskId, taskQuery, TodoError, type Owner } from '@todo/todo';
import type { Explain } from './explain.ts';

const JSON_TYPE = 'application/json';

/** The list of tasks, as `list_tasks` gives it without arguments. */
export const LIST_URI = 'tasks://list';

/** Registers what a client may attach to a conversation: the list of tasks, and each of them. */
export function registerResources(server: McpServer, owner: Owner, explain: Explain): void {
  const read = async (uri: URL, content: () => Promise<unknown>): Promise<ReadResourceResult> => {
    try {
      return { contents: [{ uri: uri.href, mimeType: JSON_TYPE, text: JSON.stringify(await content()) }] };
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      if (error instanceof TodoError && error.code === 'TASK_NOT_FOUND') throw new ResourceNotFoundError(uri.href);
      throw new ProtocolError(ProtocolErrorCode.InternalError, explain(error));
    }
  };
  server.registerResource(
    'tasks',
    LIST_URI,
    {
      title: 'Tasks',
      description: 'The first 100 tasks of the person who is signed in, oldest first.',
      mimeType: JSON_TYPE,
    },
    (uri) => read(uri, () => listTasks(owner, taskQuery.parse({}))),
  );
  server.registerResource(
    'task',
    new ResourceTemplate('tasks://{id}', { list: undefined }),
    { title: 'Task', description: 'One task, by its number.', mimeType: JSON_TYPE },
    (uri, { id }) =>
      read(uri, async () => {
        const number = taskId.safeParse(Number(id));
        if (!number.success) throw new ResourceNotFoundError(uri.href);
        return getTask(owner, number.data);
      }),
  );
}
