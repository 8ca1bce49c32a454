import type { ServerResponse } from 'node:http';

import { readyAnswer } from '@todo/service';
import type { Lifecycle } from '@todo/service';

/**
 * Answers `/health` and `/ready` without Next, so that nothing in a page can make a pod look dead. Neither is logged:
 * the kubelet asks every few seconds.
 *
 * @param path of the request, without query
 * @returns false when the path is another one, and `response` is untouched
 */
export function answerProbe(path: string, lifecycle: Lifecycle, response: ServerResponse): boolean {
  if (path === '/health') answer(response, 200, { status: 'ok' });
  else if (path === '/ready') {
    const { status, body } = readyAnswer(lifecycle.state);
    answer(response, status, body);
  } else return false;
  return true;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}
