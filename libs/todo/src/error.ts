/** What can be wrong with a wish about tasks. */
export type TodoErrorCode =
  | 'CONVERSATION_NOT_FOUND'
  | 'NOTHING_TO_CHANGE'
  | 'NOT_YOURSELF'
  | 'RECURRENCE_NEEDS_DUE_DATE'
  | 'TASK_NOT_FOUND'
  | 'USER_NOT_FOUND'
  | 'VERSION_CONFLICT';

/** An error that the person who asked can understand and mend; its text holds nothing of anybody else's tasks. */
export class TodoError extends Error {
  override readonly name = 'TodoError';
  readonly code: TodoErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;

  constructor(code: TodoErrorCode, { doing, because, fix }: { doing: string; because: string; fix: string }) {
    super(`Could not ${doing}: ${because}. ${fix}.`);
    this.code = code;
    this.doing = doing;
    this.because = because;
    this.fix = fix;
  }
}

/** A task that is not there, and one that is somebody else's, look the same: numbers must not tell who has tasks. */
export function taskNotFound(doing: string, taskId: number): TodoError {
  return new TodoError('TASK_NOT_FOUND', {
    doing,
    because: `there is no task ${taskId}`,
    fix: 'List the tasks for their numbers',
  });
}

/** Somebody changed the task after the caller had seen it. */
export function versionConflict(doing: string, taskId: number): TodoError {
  return new TodoError('VERSION_CONFLICT', {
    doing,
    because: `task ${taskId} was changed in the meantime`,
    fix: 'Read it again and repeat the change',
  });
}

/** A token may outlive the account that it was made for. */
export function userNotFound(doing: string): TodoError {
  return new TodoError('USER_NOT_FOUND', {
    doing,
    because: 'the account does not exist any more',
    fix: 'Sign in again',
  });
}

/** A conversation that is not there, or was deleted meanwhile; somebody else's looks the same. */
export function conversationNotFound(doing: string): TodoError {
  return new TodoError('CONVERSATION_NOT_FOUND', {
    doing,
    because: 'there is no such conversation',
    fix: 'Begin a new one',
  });
}
