import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How requests ended that were sent all the while. */
export interface Steady {
  readonly sent: number;
  /** What was no success: a status or an error, with the path. */
  readonly failures: readonly string[];
}

const PAUSE_MILLISECONDS = 25;

/**
 * Asks for these paths in turn, over connections that are kept, until it is told to stop: as browsers do while pods are replaced.
 *
 * @param address IP address of the ingress controller
 * @param host name that the stack answers to
 */
export function steadyRequests(address: string, host: string, paths: readonly string[]): () => Promise<Steady> {
  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  const stop = new AbortController();
  let sent = 0;
  const ask = (path: string): Promise<void> =>
    new Promise((resolve) => {
      const fail = (why: string): void => {
        failures.push(`${path}: ${why}`);
        resolve();
      };
      const request = get({ host: address, path, headers: { host }, agent, timeout: 10_000 }, (response) => {
        response
          .resume()
          .on('end', () => (response.statusCode === 200 ? resolve() : fail(String(response.statusCode))));
        response.on('error', ({ message }) => fail(message));
      });
      request.on('timeout', () => request.destroy(new Error('no answer within 10 s')));
      request.on('error', ({ message }) => fail(message));
    });
  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await ask(paths[sent++ % paths.length] ?? '/');
      await sleep(PAUSE_MILLISECONDS);
    }
  };
  const running = loop();
  return async () => {
    stop.abort();
    await running;
    agent.destroy();
    return { sent, failures };
  };
}
