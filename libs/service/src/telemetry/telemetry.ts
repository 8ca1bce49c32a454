import type { Logger } from '../logger.ts';
import { noMetrics, type Metrics } from './metrics.ts';
import { noTracing, type Tracing } from './tracing.ts';

/** What a service tells about its work to those who run it. */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** Sends the last spans and stops answering scrapes; belongs at the end of a drain. */
  close(): Promise<void>;
}

/** Tells nobody anything. */
export const noTelemetry: Telemetry = { metrics: noMetrics, tracing: noTracing, close: async () => undefined };

/** What decides about it, as `commonVariables` reads it. */
export interface TelemetryOptions {
  readonly service: string;
  readonly environment: {
    readonly HOST: string;
    readonly METRICS_PORT?: number | undefined;
    readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  };
  readonly logger: Logger;
}

/**
 * Opens what the environment asks for: `/metrics` on a port of its own, traces to a collector. What it does not ask for is
 * not even loaded.
 */
export async function openTelemetry({ service, environment, logger }: TelemetryOptions): Promise<Telemetry> {
  const { HOST: host, METRICS_PORT: port, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = environment;
  const [scraped, tracing] = await Promise.all([
    port === undefined ? undefined : openMetrics(host, port),
    endpoint === undefined ? noTracing : openTracing(service, endpoint),
  ]);
  if (scraped) logger.info('metrics can be scraped', { host, port: scraped.listener.port });
  if (endpoint !== undefined) logger.info('traces are sent', { to: new URL(endpoint).host });
  return {
    metrics: scraped?.metrics ?? noMetrics,
    tracing,
    async close() {
      await tracing.close();
      scraped?.listener.close();
    },
  };
}

async function openTracing(service: string, endpoint: string): Promise<Tracing> {
  const { openTelemetryTracing } = await import('./open-telemetry.ts');
  return openTelemetryTracing(service, endpoint);
}

async function openMetrics(
  host: string,
  port: number,
): Promise<{ readonly metrics: Metrics; readonly listener: { readonly port: number; close(): void } }> {
  const [{ prometheusMetrics }, { listenForMetrics }] = await Promise.all([
    import('./prometheus.ts'),
    import('./metrics-listener.ts'),
  ]);
  const scraped = prometheusMetrics();
  return { metrics: scraped.metrics, listener: await listenForMetrics(scraped, { host, port }) };
}
