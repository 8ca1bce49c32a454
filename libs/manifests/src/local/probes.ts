import type { Faults } from '../without-cluster/faults.ts';
import type { PlacedContainer } from '../without-cluster/place.ts';
import { portOf } from '../without-cluster/port-of.ts';
import type { LocalContainer, LocalProbe } from './plan.ts';

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: string | number; readonly scheme?: string };
  readonly tcpSocket?: { readonly port: string | number };
  readonly exec?: { readonly command?: readonly string[] };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

const NUMBERS = new Set([
  'initialDelaySeconds',
  'periodSeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
]);

/** What we read of each way to ask. */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  httpGet: new Set(['path', 'port', 'scheme']),
  tcpSocket: new Set(['port']),
  exec: new Set(['command']),
};

/**
 * The probes of a container, the defaults of Kubernetes filled in. The API server takes a zero for an absent number.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
 */
export function probesOf(place: PlacedContainer, faults: Faults): LocalContainer['probes'] {
  const { startupProbe, readinessProbe, livenessProbe } = place.container as {
    readonly [of: string]: Probe | undefined;
  };
  const startup = probeOf(startupProbe, { ...place, path: `${place.path}.startupProbe` }, faults);
  const readiness = probeOf(readinessProbe, { ...place, path: `${place.path}.readinessProbe` }, faults);
  const liveness = probeOf(livenessProbe, { ...place, path: `${place.path}.livenessProbe` }, faults);
  return { ...(startup ? { startup } : {}), ...(readiness ? { readiness } : {}), ...(liveness ? { liveness } : {}) };
}

function probeOf(probe: Probe | undefined, place: PlacedContainer, faults: Faults): LocalProbe | undefined {
  if (!probe) return undefined;
  checkFields(probe, place, faults);
  const check = checkOf(probe, place.container);
  if (!check) {
    const rule =
      'asks in a way that has no counterpart outside of a cluster, or a port that the container does not name';
    faults.add(place.object, place.path, { rule, fix: 'use httpGet, tcpSocket or exec, and a port of the container' });
    return undefined;
  }
  return {
    check,
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds || 10,
    timeoutSeconds: probe.timeoutSeconds || 1,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  };
}

function checkOf(
  { httpGet, tcpSocket, exec }: Probe,
  container: PlacedContainer['container'],
): LocalProbe['check'] | undefined {
  if (exec) return { type: 'exec', command: exec.command ?? [] };
  const port = portOf(httpGet?.port ?? tcpSocket?.port, container);
  if (port === undefined) return undefined;
  if (!httpGet) return { type: 'tcp', port };
  const { path = '/' } = httpGet;
  return { type: 'http', path: path.startsWith('/') ? path : `/${path}`, port };
}

/** A probe that asks with headers, or over TLS, would ask something else without them. */
function checkFields(probe: Probe, { object, path }: PlacedContainer, faults: Faults): void {
  for (const [field, value] of Object.entries(probe)) {
    if (value === undefined || NUMBERS.has(field) || field === 'grpc') continue;
    const known = KNOWN[field];
    if (!known) faults.lost(object, `${path}.${field}`);
    else {
      const lost = Object.keys(value as object).filter((name) => !known.has(name));
      for (const name of lost) faults.lost(object, `${path}.${field}.${name}`);
    }
  }
  const { scheme = 'HTTP' } = probe.httpGet ?? {};
  if (scheme !== 'HTTP') faults.lost(object, `${path}.httpGet.scheme`);
}
