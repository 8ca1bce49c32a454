import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './span.ts';

/** What belongs to the request that is being served, for whatever runs on its behalf. */
export interface RequestContext {
  readonly requestId: string;
  /** Its place in a trace; undefined when nobody traces. */
  readonly span: Span | undefined;
}

/** One for the process: Next bundles this module a second time, beside the server that sets the context. */
const KEY = Symbol.for('todo.request-context');
const holder = globalThis as { [KEY]?: AsyncLocalStorage<RequestContext> };
const storage = (holder[KEY] ??= new AsyncLocalStorage<RequestContext>());

/** Runs what serves a request; all that it starts, timers and streams too, finds the context. */
export function runInRequest<T>(context: RequestContext, run: () => T): T {
  return storage.run(context, run);
}

/** The request that this code runs for; undefined outside of one. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}
