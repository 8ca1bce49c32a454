import autocannon from 'autocannon';

/** What a pair of replicas did in one round. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
}

/** How a round is driven. */
export interface LoadOptions {
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** To each URL. */
  readonly connections: number;
}

/** Asks all URLs at once with the same number of connections, as a load balancer would spread them. */
export async function drive({ urls, headers, seconds, connections }: LoadOptions): Promise<Round> {
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    urls.map(async (url) => {
      const instance = autocannon({ url, headers: { ...headers }, duration: seconds, connections });
      instance.on('response', (_client, status, _bytes, milliseconds) => {
        if (status !== 200) throw new Error(`${url} answered ${status}`);
        latencies.push(milliseconds);
      });
      const { errors, timeouts } = await instance;
      if (errors + timeouts > 0) throw new Error(`${url}: ${errors} errors, ${timeouts} time-outs`);
    }),
  );
  const took = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => round(latencies[Math.floor(latencies.length * share)] ?? Number.NaN);
  return {
    requestsPerSecond: Math.round(latencies.length / took),
    p50Milliseconds: at(0.5),
    p95Milliseconds: at(0.95),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
