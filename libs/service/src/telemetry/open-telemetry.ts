import { ROOT_CONTEXT, SpanKind, SpanStatusCode, createTraceState, trace } from '@opentelemetry/api';
import type { Context, Span as RecordedSpan, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Span } from '../context/span.ts';
import { readTraceparent, type RemoteSpan } from '../context/traceparent.ts';
import type { Tracing } from './tracing.ts';

/** A collector that is away must not hold up the end of a service. */
const FLUSH_MILLISECONDS = 2000;

/**
 * Tracing by OpenTelemetry, over OTLP and HTTP. Loaded only where a collector is configured: see `openTelemetry`.
 * Headers, sampling and batching follow the `OTEL_*` variables that the SDK reads itself.
 *
 * @param endpoint without `/v1/traces`
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function openTelemetryTracing(service: string, endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'todo' }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('todo');
  return {
    request({ method, header }) {
      const remote = readTraceparent(header);
      const parent = remote ? contextOf(remote) : ROOT_CONTEXT;
      const options = { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } };
      return spanOf(tracer, tracer.startSpan(method, options, parent));
    },
    async close() {
      await Promise.race([provider.shutdown().catch(() => undefined), sleep(FLUSH_MILLISECONDS)]);
    },
  };
}

/** Our span around theirs. */
function spanOf(tracer: Tracer, recorded: RecordedSpan): Span {
  const { traceId, spanId, traceFlags, traceState } = recorded.spanContext();
  const tracestate = traceState?.serialize();
  const flags = traceFlags.toString(16).padStart(2, '0');
  return {
    traceId,
    headers: { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate ? { tracestate } : {}) },
    child(name, kind, attributes = {}) {
      const options = { kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes };
      return spanOf(tracer, tracer.startSpan(name, options, trace.setSpan(ROOT_CONTEXT, recorded)));
    },
    end({ name, attributes = {}, failed = false } = {}) {
      if (name !== undefined) recorded.updateName(name);
      recorded.setAttributes(attributes);
      if (failed) recorded.setStatus({ code: SpanStatusCode.ERROR });
      recorded.end();
    },
  };
}

function contextOf({ traceId, spanId, sampled, tracestate }: RemoteSpan): Context {
  const traceState = tracestate === undefined ? {} : { traceState: createTraceState(tracestate) };
  const context = { traceId, spanId, traceFlags: sampled ? 1 : 0, isRemote: true, ...traceState };
  return trace.setSpanContext(ROOT_CONTEXT, context);
}
