import { describeError, type Logger } from '@todo/service';
import { TodoError } from '@todo/todo';
import { DatabaseUnavailable } from '@todo/todo-db';

/** What the caller, mostly a model, may read about an error. It says what to do, and nothing about the inside. */
export type Explain = (error: unknown) => string;

/** Tells errors of the domain as they are, an outage as one, and hides everything else; logs all but the first. */
export function explainWith(logger: Logger): Explain {
  return (error) => {
    if (error instanceof TodoError) return error.message;
    if (error instanceof DatabaseUnavailable) {
      logger.warn('the database does not answer', describeError(error.cause));
      return 'The database does not answer. Nothing was changed; try again in some seconds.';
    }
    logger.error('a tool failed', describeError(error));
    return 'The tool failed. It is not known whether it did its work.';
  };
}
