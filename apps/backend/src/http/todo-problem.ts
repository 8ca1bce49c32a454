import type { TodoError } from '@todo/todo';
import { ApiProblem, invalid } from './api-problem.ts';

/** What a client is told about a wish that the domain refused. */
export function problemOfTodoError(error: TodoError): ApiProblem {
  const detail = error.message;
  switch (error.code) {
    case 'TASK_NOT_FOUND':
      return new ApiProblem(404, 'NOT_FOUND', { title: 'Not found', detail });
    case 'VERSION_CONFLICT':
      return new ApiProblem(412, 'VERSION_CONFLICT', { title: 'Precondition failed', detail });
    case 'NOTHING_TO_CHANGE':
      return invalid([{ path: 'body', message: error.because }]);
    case 'RECURRENCE_NEEDS_DUE_DATE':
      return invalid([{ path: 'body.recurrence', message: error.because }]);
    case 'NOT_YOURSELF':
      return new ApiProblem(403, 'NOT_YOURS', { title: 'Forbidden', detail });
    case 'USER_NOT_FOUND':
      return new ApiProblem(401, 'BAD_TOKEN', {
        title: 'Unauthorized',
        detail,
        headers: { 'www-authenticate': 'Bearer realm="todo", error="invalid_token"' },
      });
  }
}
