import type { Container } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import { portOf } from '../without-cluster/port-of.ts';

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: string | number };
  readonly tcpSocket?: { readonly port: string | number };
  readonly exec?: { readonly command: readonly string[] };
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly initialDelaySeconds?: number;
}

/** A health check as Compose writes it. */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
}

/**
 * Readiness of a container, as Compose's one kind of check: what it depends on is then known to answer. The time that
 * the startup probe grants becomes the start period. A request over HTTP is made by Node.js in the container, as lean
 * images have neither a shell nor curl.
 *
 * @returns undefined where there is no probe
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#healthcheck
 */
export function healthcheckOf({ container, object, path }: PlacedContainer, faults: Faults): Healthcheck | undefined {
  const startup = container['startupProbe'] as Probe | undefined;
  const steady = (container['readinessProbe'] ?? container['livenessProbe']) as Probe | undefined;
  const probe = steady ?? startup;
  if (!probe) return undefined;
  const test = testOf(probe, container);
  if (!test) {
    faults.add(object, path, { rule: 'has a probe that Compose cannot make', fix: 'use httpGet, tcpSocket or exec' });
    return undefined;
  }
  const grace = startup
    ? (startup.periodSeconds ?? 10) * (startup.failureThreshold ?? 3) + (startup.initialDelaySeconds ?? 0)
    : (probe.initialDelaySeconds ?? 0);
  // Until the first success nothing else can start, so the check is as frequent as the startup probe.
  const period = Math.min(probe.periodSeconds ?? 10, startup?.periodSeconds ?? 10);
  const patience = (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3);
  return {
    test,
    interval: `${Math.max(period, 2)}s`,
    timeout: `${probe.timeoutSeconds ?? 1}s`,
    retries: Math.max(1, Math.ceil(patience / Math.max(period, 2))),
    start_period: `${grace}s`,
  };
}

function testOf({ httpGet, tcpSocket, exec }: Probe, container: Container): readonly string[] | undefined {
  if (exec) return ['CMD', ...exec.command];
  const port = portOf(httpGet?.port ?? tcpSocket?.port, container);
  if (port === undefined) return undefined;
  if (httpGet) {
    const url = `http://127.0.0.1:${port}${httpGet.path ?? '/'}`;
    return [
      'CMD',
      'node',
      '-e',
      `fetch(${JSON.stringify(url)}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
    ];
  }
  const connect = `require("node:net").connect(${port}, "127.0.0.1")`;
  return ['CMD', 'node', '-e', `${connect}.on("connect", () => process.exit(0)).on("error", () => process.exit(1))`];
}
