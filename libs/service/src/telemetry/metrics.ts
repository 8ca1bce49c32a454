/** Values of a metric's labels. Only what has few values: a route's pattern, never a path, a user or a text. */
export type Labels = Readonly<Record<string, string>>;

/** What a metric is called and what it says. */
export interface MetricDefinition {
  /** As Prometheus names things: `chat_turns_total`, `chat_turn_duration_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Connections of a pool to the database. */
export interface PoolUsage {
  readonly total: number;
  readonly idle: number;
  /** Queries that wait for a connection. */
  readonly waiting: number;
}

/** Ends the measurement of one request. */
export type EndRequest = (result: { readonly method: string; readonly route: string; readonly status: number }) => void;

/** Where a service counts. Without a listener for metrics it does nothing, and costs nothing. */
export interface Metrics {
  /** A request begins: it is in flight until the returned function is called. */
  request(): EndRequest;
  /** Registers a counter, and returns what adds to it. */
  counter(definition: MetricDefinition): (labels?: Labels, amount?: number) => void;
  /** Registers a value that is read when somebody asks. */
  gauge(definition: Omit<MetricDefinition, 'labels'>, read: () => number): void;
  /** Registers a histogram, and returns what adds an observation to it. */
  histogram(
    definition: MetricDefinition & { readonly buckets?: readonly number[] },
  ): (value: number, labels?: Labels) => void;
  /** Registers the pool of the database. */
  pool(read: () => PoolUsage): void;
}

const nothing = (): void => undefined;

/** For a service that nobody scrapes, and for tests. */
export const noMetrics: Metrics = {
  request: () => nothing,
  counter: () => nothing,
  gauge: nothing,
  histogram: () => nothing,
  pool: nothing,
};
