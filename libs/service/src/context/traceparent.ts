import type { Span } from './span.ts';

/** What the headers `traceparent` and `tracestate` say about the caller's span. */
export interface RemoteSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
  readonly traceparent: string;
  readonly tracestate: string | undefined;
}

const FORMAT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;
const SAMPLED = 1;

/**
 * Reads the caller's place in a trace; undefined when it has none, or none that is valid.
 *
 * @param header gives a header of the request by its name in lower case
 * @see https://www.w3.org/TR/trace-context/
 */
export function readTraceparent(header: (name: string) => string | null | undefined): RemoteSpan | undefined {
  const traceparent = header('traceparent') ?? '';
  const [, traceId, spanId, flags] = FORMAT.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const sampled = (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED;
  return { traceId, spanId, sampled, traceparent, tracestate: header('tracestate') ?? undefined };
}

/** The caller's span as it is: who records nothing hands on what it was given. */
export function passedOn({ traceId, traceparent, tracestate }: RemoteSpan): Span {
  const headers = { traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
  const span: Span = { traceId, headers, child: () => span, end: () => undefined };
  return span;
}
