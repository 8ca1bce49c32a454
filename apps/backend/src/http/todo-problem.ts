import type { TodoError, TodoErrorCode } from '@todo/todo';
import { ApiProblem, invalid } from './api-problem.ts';

const toProblem: Readonly<Record<TodoErrorCode, (error: TodoError) => ApiProblem>> = {
  TASK_NOT_FOUND: ({ message: detail }) => new ApiProblem(404, 'NOT_FOUND', { title: 'Not found', detail }),
  CONVERSATION_NOT_FOUND: ({ message: detail }) => new ApiProblem(404, 'NOT_FOUND', { title: 'Not found', detail }),
  VERSION_CONFLICT: ({ message: detail }) =>
    new ApiProblem(412, 'VERSION_CONFLICT', { title: 'Precondition failed', detail }),
  NOTHING_TO_CHANGE: ({ because }) => invalid([{ path: 'body', message: because }]),
  RECURRENCE_NEEDS_DUE_DATE: ({ because }) => invalid([{ path: 'body.recurrence', message: because }]),
  NOT_YOURSELF: ({ message: detail }) => new ApiProblem(403, 'NOT_YOURS', { title: 'Forbidden', detail }),
  USER_NOT_FOUND: ({ message: detail }) =>
    new ApiProblem(401, 'BAD_TOKEN', {
      title: 'Unauthorized',
      detail,
      headers: { 'www-authenticate': 'Bearer realm="todo", error="invalid_token"' },
    }),
};

/** What a client is told about a wish that the domain refused. */
export function problemOfTodoError(error: TodoError): ApiProblem {
  return toProblem[error.code](error);
}
