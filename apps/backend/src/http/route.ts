import type { Identity } from '@todo/auth';
import type { Context } from 'hono';
import type * as z from 'zod';

/** What the service's middleware leaves for every handler. */
export interface RouteEnvironment {
  Variables: { requestId: string };
}

/** What a handler is given: everything is checked already, and the person is who the path says. */
export interface RouteRequest<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly identity: Identity;
  readonly requestId: string;
  /** For the answer (`c.json`), headers, and the signal of `c.req.raw`. */
  readonly c: Context<RouteEnvironment>;
}

/** One answer that a route may give. */
export interface RouteResponse {
  readonly description: string;
  /** Absent: the answer has no body. */
  readonly schema?: z.ZodType;
  /** `application/json` unless given. */
  readonly contentType?: string;
  /** Headers of this answer: name → what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Which allowance of a person a route draws on. */
export type RateClass = 'read' | 'write' | 'chat';

/** What a route says of itself; Hono's route, validation and the OpenAPI document follow from it. */
export interface RouteBase {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it, and it starts with `/api/{user_id}/`. */
  readonly path: `/api/{user_id}/${string}`;
  /** Its `operationId`: a verb with what it acts on, `addTask`. */
  readonly id: string;
  readonly tag: 'Tasks' | 'Conversations' | 'Chat';
  readonly summary: string;
  readonly description?: string;
  readonly rate: RateClass;
  /** Takes `Idempotency-Key`: the same key with the same body gives the first answer again. For answers of JSON alone. */
  readonly idempotent?: boolean;
  /** Request headers that the handler reads itself, for the document: name → what it says. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The answers of its own. What the pipeline may answer is documented without being named here: 400, 401, 403, 429 and 503
   * always; 422 with any input; 413 and 415 with a body; 409 with an idempotency key.
   */
  readonly responses: Readonly<Record<number, RouteResponse>>;
}

/** A route with the types of its input. */
export interface RouteDefinition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> extends RouteBase {
  /** The parameters of the path beside `user_id`; each is a string on the way in. */
  readonly params?: P;
  /** The parameters of the query; each is a string on the way in, and may be given once. */
  readonly query?: Q;
  /** The body, JSON. Optional when the schema takes `undefined`. */
  readonly body?: B;
  readonly handler: (request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>>) => Response | Promise<Response>;
}

/** A route as the table holds it: with schemas, but with the types of its input forgotten. */
export interface Route extends RouteBase {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly handler: (request: RouteRequest<never, never, never>) => Response | Promise<Response>;
}

/** Ties a handler to its schemas: it gets what they parsed. */
export function route<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<P, Q, B>): Route {
  return definition;
}
