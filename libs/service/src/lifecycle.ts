import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.ts';

/** Where a service is in its life; what `/ready` answers follows from it. */
export type ServiceState = 'starting' | 'ready' | 'draining';

/** The state that `/ready` and the signal handler share. It only goes forward. */
export interface Lifecycle {
  readonly state: ServiceState;
  /** Aborted at the signal: the service serves on, and takes on nothing long. */
  readonly draining: AbortSignal;
  /** Aborted when it has served on long enough: streams end now, as their connections soon will. */
  readonly closing: AbortSignal;
  /** The service may get traffic. Has no effect once it drains: a late answer must not bring traffic back. */
  becomeReady(): void;
  drain(): void;
  close(): void;
}

/** A new service: alive, and not ready yet. */
export function createLifecycle(): Lifecycle {
  let state: ServiceState = 'starting';
  const draining = new AbortController();
  const closing = new AbortController();
  const drain = (): void => {
    state = 'draining';
    draining.abort();
  };
  return {
    draining: draining.signal,
    closing: closing.signal,
    get state() {
      return state;
    },
    becomeReady() {
      if (state === 'starting') state = 'ready';
    },
    drain,
    close() {
      drain();
      closing.abort();
    },
  };
}

/** The answer to `GET /ready`. */
export function readyAnswer(state: ServiceState): {
  readonly status: 200 | 503;
  readonly body: { readonly status: ServiceState };
} {
  return { status: state === 'ready' ? 200 : 503, body: { status: state } };
}

/** How long a request that is under way when the drain ends may still take, unless the service says otherwise. */
const CLOSE_SECONDS = 5;

/** An ingress that still sends requests has not looked away: while they come, up to this many times `drainSeconds` are served. */
const MOST_DRAINS = 3;
const QUIET_MILLISECONDS = 2000;
const LOOK_MILLISECONDS = 100;

/** The kubelet asks for these as long as the process lives. */
const PROBES = new Set(['/health', '/ready']);

/** What the end of a service needs. */
export interface DrainOptions {
  readonly server: Server;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  /**
   * Seconds of serving on after the signal: the time that endpoints and ingress take to look away. Up to three times as long while
   * requests still come: a busy ingress controller takes its time.
   */
  readonly drainSeconds: number;
  /** Seconds that what is under way then may still take; with three times `drainSeconds` less than the pod's grace period. */
  readonly closeSeconds?: number;
  /** Runs after the last connection is closed. */
  readonly close?: () => Promise<void>;
}

/**
 * Ends the process as Kubernetes expects it: on SIGTERM (or SIGINT) not ready, on serving, then closed, exit code 0. A second
 * signal ends it at once. Without a handler a process with id 1 ignores SIGTERM until it is killed.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export function drainOnSignal(options: DrainOptions): void {
  const { server, lifecycle, logger, drainSeconds, closeSeconds = CLOSE_SECONDS, close } = options;
  let asked = 0;
  server.on('request', ({ url }) => {
    if (!PROBES.has(url ?? '')) asked = performance.now();
  });
  const stop = async (signal: string): Promise<void> => {
    if (lifecycle.state === 'draining') process.exit(1);
    lifecycle.drain();
    logger.info('draining', { signal, drainSeconds });
    const latest = performance.now() + MOST_DRAINS * drainSeconds * 1000;
    await sleep(drainSeconds * 1000);
    while (performance.now() - asked < QUIET_MILLISECONDS && performance.now() < latest) await sleep(LOOK_MILLISECONDS);
    lifecycle.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const patience = setInterval(() => server.closeIdleConnections(), 100);
    // A connection that never ends must not wait for the kubelet's SIGKILL.
    const limit = setTimeout(() => server.closeAllConnections(), closeSeconds * 1000);
    await closed;
    clearInterval(patience);
    clearTimeout(limit);
    await close?.();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}
