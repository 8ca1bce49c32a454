import { readStatus } from '../../status/read-status.ts';
import { statusResponse } from '../../status/status-response.ts';
import { upstreamsOf } from '../../status/upstreams.ts';

/** `GET /status`: the state of all parts as JSON; 200 when all are up, else 503. Never cached. */
export async function GET(): Promise<Response> {
  return statusResponse(await readStatus(upstreamsOf(process.env)));
}
