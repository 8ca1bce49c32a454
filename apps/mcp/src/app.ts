import type { Identity, Verifier } from '@todo/auth';
import { describeError, noMetrics, type Allowance, type Lifecycle, type Limiter, type Logger } from '@todo/service';
import type { Telemetry } from '@todo/service';
import { problem, serviceApp, type Problem, type ServiceApp } from '@todo/service/http';
import type { TaskStore } from '@todo/todo';
import { DatabaseUnavailable } from '@todo/todo-db';
import { authenticate, METADATA_PATH, resourceMetadata } from './authenticate.ts';
import { explainWith } from './explain.ts';
import type { TodoHandler } from './handler.ts';
import type { CountCall } from './tools.ts';

/** What the routes stand on. */
export interface AppOptions {
  readonly store: TaskStore;
  readonly verifier: Verifier;
  /** Who signs the tokens that `verifier` takes: the application's public address. */
  readonly issuer: string;
  /** Counts requests of each user; all replicas count together. */
  readonly limiter: Limiter;
  /** Requests of one user in a minute. */
  readonly requestsPerMinute: number;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly telemetry?: Telemetry;
}

const WINDOW_SECONDS = 60;
/** How often a window is asked for: a twentieth of it at once. */
const BLOCKS = 20;

/** The mcp service's routes, without a listener: `/mcp` speaks Streamable HTTP of the 2025 and 2026 revisions. */
export function createApp(options: AppOptions): ServiceApp {
  const { store, verifier, issuer, lifecycle, logger, telemetry } = options;
  const observers = { explain: explainWith(logger), count: callCounter(telemetry) };
  let opened: Promise<TodoHandler> | undefined;
  // Loaded with the first request: health is answered without the protocol.
  const handler = async (): Promise<TodoHandler> =>
    (await import('./handler.ts')).openHandler({ store, observers, logger });
  // What streams could outlast every drain.
  lifecycle.closing.addEventListener('abort', () => void opened?.then((open) => open.close()));
  const app = serviceApp({ lifecycle, logger, ...(telemetry && { telemetry }) });
  app.get(METADATA_PATH, (c) => c.json(resourceMetadata(issuer, c.req.url)));
  app.all('/mcp', async (c) => {
    // A page of another site could reach a service of this machine through the browser; no browser calls this one.
    if (c.req.header('origin') !== undefined)
      return problem(c, { status: 403, title: 'Forbidden', detail: 'No browser may call this.' });
    const identity = await authenticate(verifier, c.req.header('authorization'), c.req.url);
    if ('problem' in identity) {
      for (const [name, value] of Object.entries(identity.headers)) c.header(name, value);
      return problem(c, identity.problem);
    }
    const refused = await tooMany(identity, options);
    if (refused) return problem(c, refused);
    opened ??= handler();
    return (await opened).answer(c.req.raw, identity);
  });
  return app;
}

/** The refusal of one request too many. While the database is away nothing is counted: each tool says so by itself. */
async function tooMany(
  { userId }: Identity,
  { limiter, requestsPerMinute: limit, logger }: AppOptions,
): Promise<Problem | undefined> {
  const allowance: Allowance = { limit, windowSeconds: WINDOW_SECONDS, block: Math.ceil(limit / BLOCKS) };
  try {
    const verdict = await limiter.take(`mcp:${userId}`, allowance);
    if (verdict.allowed) return undefined;
    const { retryAfterSeconds } = verdict;
    return { status: 429, title: 'Too many requests', retryAfterSeconds };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    logger.warn('a request is not counted', describeError(error.cause));
    return undefined;
  }
}

function callCounter(telemetry: Telemetry | undefined): CountCall {
  const observe = (telemetry?.metrics ?? noMetrics).histogram({
    name: 'mcp_tool_duration_seconds',
    help: 'Time that calls of tools took.',
    labels: ['tool', 'outcome'],
  });
  return (tool, outcome, seconds) => observe(seconds, { tool, outcome });
}
