import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, unless it is told not to any more. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await sleep(Math.max(ms, 0), undefined, { signal }).catch(() => undefined);
}
