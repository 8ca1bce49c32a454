import { setTimeout as sleep } from 'node:timers/promises';

/** How visits ended that went on all the while. */
export interface Visits {
  readonly sent: number;
  /** What was no success. */
  readonly failures: readonly string[];
}

/** Asks for a page every 50 ms, as a person would who does not stop reloading, until it is told to stop. */
export function visitAllTheWhile(url: string): () => Promise<Visits> {
  const failures: string[] = [];
  let sent = 0;
  const stop = new AbortController();
  const visit = async (): Promise<void> => {
    sent += 1;
    try {
      const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(15_000) });
      await answer.text();
      if (answer.status >= 400) failures.push(`${answer.status}`);
    } catch (error) {
      failures.push(String(error));
    }
  };
  const running = (async () => {
    while (!stop.signal.aborted) {
      await visit();
      await sleep(50);
    }
  })();
  return async () => {
    stop.abort();
    await running;
    return { sent, failures };
  };
}
