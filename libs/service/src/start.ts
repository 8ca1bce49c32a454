import { EnvironmentError } from './environment.ts';
import { createLogger, describeError } from './logger.ts';

/**
 * Runs a service's or a program's main function. A bad environment ends it with one line per problem and exit code 1, before
 * anything listens; so does any other error.
 */
export async function start(service: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const logger = createLogger(service, 'error');
    if (error instanceof EnvironmentError) for (const problem of error.problems) logger.error(problem);
    else logger.error('could not start', describeError(error));
    process.exit(1);
  }
}
