import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Metrics that can be scraped. */
export interface PrometheusMetrics {
  readonly metrics: Metrics;
  readonly contentType: string;
  /** All of them as text, in Prometheus's own format. */
  read(): Promise<string>;
}

/** From what a health check takes to what a chat turn may take. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A registry with what is known of every process. Loaded only where somebody scrapes: see `openTelemetry`. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const metrics: Metrics = {
    request: requestMeter(registry),
    counter({ name, help, labels = [] }) {
      const counter = new Counter({ name, help, labelNames: [...labels], registers });
      return (given = {}, amount = 1) => counter.inc(given, amount);
    },
    gauge({ name, help }, read) {
      const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
    },
    histogram({ name, help, labels = [], buckets = SECONDS }) {
      const histogram = new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers });
      return (value, given = {}) => histogram.observe(given, value);
    },
    pool(read) {
      const gauge: Gauge<'state'> = new Gauge({
        name: 'db_pool_connections',
        help: 'Connections to the database; `waiting` counts queries that wait for one.',
        labelNames: ['state'],
        registers,
        collect() {
          for (const [state, value] of Object.entries(read())) gauge.set({ state }, Number(value));
        },
      });
    },
  };
  return { metrics, contentType: registry.contentType, read: () => registry.metrics() };
}

function requestMeter(registry: Registry): Metrics['request'] {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the head of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const inFlight = new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are not answered yet.',
    registers: [registry],
  });
  return () => {
    const began = performance.now();
    inFlight.inc();
    return ({ method, route, status }) => {
      inFlight.dec();
      // Anybody may invent methods, and each would be a series.
      const known = METHODS.has(method) ? method : 'OTHER';
      duration.observe({ method: known, route, status: String(status) }, (performance.now() - began) / 1000);
    };
  };
}
