import { describeError, type Logger } from '@todo/service';
import { sweep, type Database } from '@todo/todo-db';

const MINUTE_MILLISECONDS = 60_000;

/** Where a call found more than it may delete at once, the next one follows soon: no table grows without end. */
const MUCH_ROWS = 500;
const SOON_MILLISECONDS = 1000;

/**
 * Sweeps old rows out of the database every five to ten minutes: each replica does, at times of its own.
 *
 * @returns what ends it
 */
export function sweepRegularly(database: Database, logger: Logger): () => void {
  const pause = (): number => (5 + Math.random() * 5) * MINUTE_MILLISECONDS;
  let timer: NodeJS.Timeout;
  const again = (milliseconds: number): void => {
    timer = setTimeout(() => void sweepOnce(), milliseconds).unref();
  };
  const sweepOnce = async (): Promise<void> => {
    try {
      const swept = await sweep(database);
      logger.debug('swept', swept);
      again(Object.values(swept).some((rows) => rows > MUCH_ROWS) ? SOON_MILLISECONDS : pause());
    } catch (error) {
      logger.warn('old rows could not be swept', describeError(error));
      again(pause());
    }
  };
  again(pause());
  return () => clearTimeout(timer);
}
