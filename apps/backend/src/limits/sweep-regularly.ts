import { describeError, type Logger } from '@todo/service';
import { sweep, type Database } from '@todo/todo-db';

const MINUTE_MILLISECONDS = 60_000;

/**
 * Sweeps old rows out of the database every five to ten minutes: each replica does, at times of its own.
 *
 * @returns what ends it
 */
export function sweepRegularly(database: Database, logger: Logger): () => void {
  const wait = (): number => (5 + Math.random() * 5) * MINUTE_MILLISECONDS;
  let timer: NodeJS.Timeout;
  const again = (): void => {
    timer = setTimeout(() => void sweepOnce(), wait()).unref();
  };
  const sweepOnce = async (): Promise<void> => {
    try {
      logger.debug('swept', await sweep(database));
    } catch (error) {
      logger.warn('old rows could not be swept', describeError(error));
    }
    again();
  };
  again();
  return () => clearTimeout(timer);
}
