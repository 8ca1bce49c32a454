import { createHash } from 'node:crypto';
import type { Database, IdempotencyStore } from '@todo/todo-db';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiProblem, invalid } from './api-problem.ts';
import type { Route, RouteRequest } from './route.ts';

/** What a first answer is kept as. */
interface KeptBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const KEY = /^[\x21-\x7E]{1,200}$/;

/** Headers that belong to the answer, and not to the moment in which it was given. */
const KEPT_HEADERS = ['content-type', 'etag', 'location'];

/** Seconds after which a request that is still under way is worth repeating. */
const RETRY_SECONDS = '1';

type AnyRequest = RouteRequest<never, never, never>;

/** Where answers are kept, and what makes the answer and what it reports one transaction. */
export interface RunOnce {
  readonly store: IdempotencyStore;
  readonly database: Pick<Database, 'transaction'>;
}

/**
 * Runs a handler once per `Idempotency-Key`: whoever repeats the request gets the first answer again, from any replica. What
 * the handler did and its answer are kept together or not at all: a replica that dies in between leaves nothing behind, and
 * a handler that fails leaves the key free.
 *
 * @throws ApiProblem 409 while the first one is under way, 422 when the key was used for something else
 */
export async function runOnce({ store, database }: RunOnce, route: Route, request: AnyRequest): Promise<Response> {
  const { c, identity } = request;
  const key = c.req.header('idempotency-key');
  if (key === undefined) return route.handler(request);
  if (!KEY.test(key)) throw badKey('must be 1 to 200 printable characters of ASCII, without spaces');
  const name = `${route.method.toUpperCase()} ${route.path}`;
  const begun = await store.begin(identity.userId, key, name, hashOf(request));
  if (begun.state === 'mismatch') throw badKey('was used for another request; choose a new one');
  if (begun.state === 'in-progress') throw inProgress();
  if (begun.state === 'done') {
    const { headers, text } = begun.body as KeptBody;
    return c.body(text, begun.status as ContentfulStatusCode, { ...headers, 'idempotency-replayed': 'true' });
  }
  return keep({ store, database }, request, key, () => route.handler(request));
}

async function keep(
  { store, database }: RunOnce,
  { identity }: AnyRequest,
  key: string,
  run: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await database.transaction(async () => {
      const answer = await run();
      const text = await answer.clone().text();
      await store.finish(identity.userId, key, answer.status, { headers: keptHeaders(answer.headers), text });
      return answer;
    });
  } catch (error) {
    // When this fails too, the key stays taken until it is old.
    await store.forget(identity.userId, key).catch(() => undefined);
    throw error;
  }
}

function keptHeaders(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  );
}

/** Of what the schemas parsed: white space and the order of fields make no other request. */
function hashOf({ params, body }: AnyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([params, body]))
    .digest('base64url');
}

function badKey(message: string): ApiProblem {
  return invalid([{ path: 'header.idempotency-key', message }]);
}

function inProgress(): ApiProblem {
  return new ApiProblem(409, 'IN_PROGRESS', {
    title: 'Conflict',
    detail: 'The first request with this Idempotency-Key is still under way.',
    headers: { 'retry-after': RETRY_SECONDS },
  });
}
