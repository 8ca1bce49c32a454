import type { Verifier } from '@todo/auth';
import { TodoError } from '@todo/todo';
import type { IdempotencyStore } from '@todo/todo-db';
import type { Context, Hono } from 'hono';
import type { Limiter } from '@todo/service';
import { countRequest, type RateLimits } from '../limits/rate-limits.ts';
import { answerProblem, ApiProblem } from './api-problem.ts';
import { authenticate } from './authenticate.ts';
import { readInput } from './read-input.ts';
import type { Route, RouteEnvironment, RouteRequest } from './route.ts';
import { runOnce } from './run-once.ts';
import { problemOfTodoError } from './todo-problem.ts';

/** What every route is served with. */
export interface Pipeline {
  readonly verifier: Verifier;
  readonly limits: RateLimits;
  readonly limiter: Limiter;
  readonly once: IdempotencyStore;
}

/**
 * Puts the routes into an app: who is it (401), is it their own (403), is it too much (429), does the input fit (400, 413, 415, 422), then the handler.
 * Other methods of the same paths answer 405, OPTIONS says which there are.
 */
export function serveRoutes(app: Hono<RouteEnvironment>, routes: readonly Route[], pipeline: Pipeline): void {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = honoPath(route.path);
    app.on(route.method.toUpperCase(), path, (c) => serve(route, c, pipeline));
    const own = route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...own]);
  }
  for (const [path, own] of methods) refuseOtherMethods(app, path, own);
}

/** `{id}` of OpenAPI is `:id` of Hono. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** Answers OPTIONS with the methods of a path, and every method that it has not with 405. */
export function refuseOtherMethods(app: Hono<RouteEnvironment>, path: string, own: readonly string[]): void {
  const allow = [...own, 'OPTIONS'].join(', ');
  app.all(path, (c) => {
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow });
    const detail = `This address takes ${allow}.`;
    const problem = { title: 'Method not allowed', detail, headers: { allow } };
    return answerProblem(c, new ApiProblem(405, 'METHOD_NOT_ALLOWED', problem));
  });
}

async function serve(route: Route, c: Context<RouteEnvironment>, pipeline: Pipeline): Promise<Response> {
  try {
    const identity = await authenticate(pipeline.verifier, c.req.header('authorization'));
    if (c.req.param('user_id') !== identity.userId) throw notYours();
    await countRequest(pipeline.limiter, pipeline.limits, route.rate, identity);
    const input = await readInput(route, c);
    c.header('cache-control', 'no-store');
    const request = { ...input, identity, requestId: c.get('requestId'), c } as RouteRequest<never, never, never>;
    return await (route.idempotent ? runOnce(pipeline.once, route, request) : route.handler(request));
  } catch (error) {
    if (error instanceof ApiProblem) return answerProblem(c, error);
    if (error instanceof TodoError) return answerProblem(c, problemOfTodoError(error));
    throw error;
  }
}

function notYours(): ApiProblem {
  return new ApiProblem(403, 'NOT_YOURS', {
    title: 'Forbidden',
    detail: 'The token belongs to another user than the one in the address.',
  });
}
