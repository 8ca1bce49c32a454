import type { IncomingMessage } from 'node:http';

/** Longer, an empty window is worse than a page that says what starts. */
const FIRST_VIEW_MS = 1000;

/**
 * How long a request waits for what is not there, in milliseconds. Pure.
 *
 * @param seen whether it was there before: a restart is not to be seen, a start may be
 */
export function patience({ method, headers }: IncomingMessage, holdMs: number, seen: boolean): number {
  const navigates = method === 'GET' && headers.accept?.includes('text/html') === true;
  return navigates && !seen ? Math.min(FIRST_VIEW_MS, holdMs) : holdMs;
}
