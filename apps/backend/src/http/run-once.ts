import type { IdempotencyStore } from '@todo/todo-db';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { idempotencyKeyOf, keepAnswer, REPLAYED, takeKey } from './idempotency-key.ts';
import type { Route, RouteRequest } from './route.ts';

/** What a first answer is kept as. */
interface KeptBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Headers that belong to the answer, and not to the moment in which it was given. */
const KEPT_HEADERS = ['content-type', 'etag', 'location'];

/**
 * Runs a handler once per `Idempotency-Key`: whoever repeats the request gets the first answer again, from any replica.
 *
 * @throws ApiProblem 409 while the first one is under way, 422 when the key was used for something else
 */
export async function runOnce(
  store: IdempotencyStore,
  route: Route,
  request: RouteRequest<never, never, never>,
): Promise<Response> {
  const { c, identity, params, body } = request;
  const key = idempotencyKeyOf(c);
  if (key === undefined) return route.handler(request);
  const name = `${route.method.toUpperCase()} ${route.path}`;
  const keyed = { userId: identity.userId, key, route: name, content: [params, body] };
  const kept = await takeKey(store, keyed);
  if (kept) {
    const { headers, text } = kept.body as KeptBody;
    return c.body(text, kept.status as ContentfulStatusCode, { ...headers, ...REPLAYED });
  }
  return keepAnswer(
    store,
    keyed,
    async () => route.handler(request),
    async (answer) => {
      const text = await answer.clone().text();
      return { status: answer.status, body: { headers: keptHeaders(answer.headers), text } };
    },
  );
}

function keptHeaders(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  );
}
