import { partsNotOk } from './status.ts';
import type { Status } from './status.ts';

/** Seconds until asking again makes sense. */
const RETRY_AFTER_SECONDS = 3;

/** `status` as an HTTP answer that no cache keeps: 200 when every part is up, else 503 with Retry-After. */
export function statusResponse(status: Status): Response {
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  if (partsNotOk(status).length === 0) return Response.json(status, { headers });
  headers.set('Retry-After', String(RETRY_AFTER_SECONDS));
  return Response.json(status, { status: 503, headers });
}
