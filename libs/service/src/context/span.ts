import { currentRequest, runInRequest } from './request-context.ts';

/** Facts about a piece of work. No personal data: not what a person wrote, nor who it is. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** How a piece of work ended. */
export interface SpanEnd {
  /** Takes the place of the name it began with. */
  readonly name?: string;
  readonly attributes?: SpanAttributes;
  readonly failed?: boolean;
}

/** One piece of work in a trace. */
export interface Span {
  readonly traceId: string;
  /** What a request to another service carries, so that its spans join this trace. */
  readonly headers: Readonly<Record<string, string>>;
  child(name: string, kind: 'client' | 'internal', attributes?: SpanAttributes): Span;
  end(result?: SpanEnd): void;
}

/** Runs work as a span of its own where the request is traced, and just runs it elsewhere. */
export async function withSpan<T>(name: string, attributes: SpanAttributes, run: () => Promise<T>): Promise<T> {
  const request = currentRequest();
  if (!request?.span) return run();
  const span = request.span.child(name, 'internal', attributes);
  try {
    const result = await runInRequest({ ...request, span }, run);
    span.end();
    return result;
  } catch (error) {
    span.end({ failed: true });
    throw error;
  }
}
