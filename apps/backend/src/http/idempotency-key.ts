import { createHash } from 'node:crypto';
import type { IdempotencyStore } from '@todo/todo-db';
import type { Context } from 'hono';
import { ApiProblem, invalid } from './api-problem.ts';

/** A request whose client may repeat it. */
export interface KeyedRequest {
  readonly userId: string;
  readonly key: string;
  /** What the key is for. */
  readonly route: string;
  /** What the schemas parsed: white space and the order of fields make no other request. */
  readonly content: unknown;
}

/** What whoever repeats a request is answered with. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: unknown;
}

const KEY = /^[\x21-\x7E]{1,200}$/;

/** Seconds after which a request that is still under way is worth repeating. */
const RETRY_SECONDS = '1';

/** Says, on an answer, that it is one that was given before. */
export const REPLAYED = { 'idempotency-replayed': 'true' } as const;

/**
 * The request's `Idempotency-Key`; undefined when it has none.
 *
 * @throws ApiProblem 422
 */
export function idempotencyKeyOf(c: Context): string | undefined {
  const key = c.req.header('idempotency-key');
  if (key !== undefined && !KEY.test(key))
    throw badKey('must be 1 to 200 printable characters of ASCII, without spaces');
  return key;
}

/**
 * Takes the key for this request.
 *
 * @returns the first answer when there is one; undefined when the caller is the first, and now owes one
 * @throws ApiProblem 409 while the first one is under way, 422 when the key was used for something else
 */
export async function takeKey(
  store: IdempotencyStore,
  { userId, key, route, content }: KeyedRequest,
): Promise<KeptAnswer | undefined> {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  const begun = await store.begin(userId, key, route, hash);
  if (begun.state === 'mismatch') throw badKey('was used for another request; choose a new one');
  if (begun.state === 'in-progress') throw inProgress();
  return begun.state === 'done' ? begun : undefined;
}

/**
 * Does the work of a key that was taken. What it does and its answer are kept together or not at all: a replica that dies in
 * between leaves nothing behind, and work that fails leaves the key free.
 */
export async function keepAnswer<T>(
  store: IdempotencyStore,
  { userId, key }: KeyedRequest,
  work: () => Promise<T>,
  answerOf: (result: T) => KeptAnswer | Promise<KeptAnswer>,
): Promise<T> {
  try {
    return await store.together(async () => {
      const result = await work();
      const { status, body } = await answerOf(result);
      await store.finish(userId, key, status, body);
      return result;
    });
  } catch (error) {
    // When this fails too, the key stays taken until it is old.
    await store.forget(userId, key).catch(() => undefined);
    throw error;
  }
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
