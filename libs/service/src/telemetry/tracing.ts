import type { Span } from '../context/span.ts';
import { passedOn, readTraceparent } from '../context/traceparent.ts';

/** What a trace wants to know about a request when it begins. */
export interface TracedRequest {
  readonly method: string;
  /** Gives a header by its name in lower case. */
  readonly header: (name: string) => string | null | undefined;
}

/** Where a service's spans begin. */
export interface Tracing {
  /** The span of a request that came in; joins the caller's trace if it names one. */
  request(request: TracedRequest): Span | undefined;
  /** Sends what is not sent yet; takes two seconds at most. */
  close(): Promise<void>;
}

/** Without a collector nothing is recorded, and the caller's trace reaches the next service all the same. */
export const noTracing: Tracing = {
  request({ header }) {
    const remote = readTraceparent(header);
    return remote && passedOn(remote);
  },
  close: async () => undefined,
};
