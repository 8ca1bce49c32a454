import { setTimeout as sleep } from 'node:timers/promises';

import type { Cluster } from '@nx-kube/apply';
import type { StackResult } from '@nx-kube/manifests';

import { PluginError } from '../error.ts';
import type { World } from '../world.ts';
import { httpGet, type HttpAnswer } from './http-get.ts';

/** Where to look, and how. */
export interface SmokeOptions {
  readonly cluster: Cluster;
  readonly result: StackResult;
  /** Address of the node, if programs here reach it: then the way through the Ingress is looked at. */
  readonly ip?: string;
  /** Longest time until the first good answer; an Ingress controller takes a moment to see a new rule. */
  readonly timeoutMs: number;
}

/** One way to the stack: its name for the report, and a look. */
interface Way {
  readonly name: string;
  readonly look: () => Promise<HttpAnswer>;
}

const PAUSE_MS = 250;

/**
 * Asks the stack how it is, the way a browser would: through the Ingress where the node is reachable from here, else
 * through the API server, which works everywhere.
 *
 * @throws PluginError SMOKE_FAILED with the last answer
 */
export async function smoke(options: SmokeOptions, world: World): Promise<void> {
  const { emit, signal } = world;
  const way = chooseWay(options, signal);
  emit({ type: 'step', step: 'smoke', state: 'started', message: `GET ${way.name}` });
  const begun = performance.now();
  let last = '';
  for (;;) {
    const asked = performance.now();
    const answer = await way.look().catch((error: unknown) => error as Error);
    if (!(answer instanceof Error) && answer.status === 200) {
      const message = `GET ${way.name}: 200 in ${Math.round(performance.now() - asked)} ms`;
      return emit({ type: 'step', step: 'smoke', state: 'finished', message });
    }
    const said = answer instanceof Error ? answer.message : describeAnswer(answer);
    if (signal.aborted || performance.now() - begun > options.timeoutMs) throw smokeFailed(way, said, options);
    if (said !== last) emit({ type: 'step', step: 'smoke', state: 'note', message: `GET ${way.name}: ${said}` });
    last = said;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

function chooseWay({ cluster, result, ip }: SmokeOptions, signal: AbortSignal): Way {
  const { smoke, namespace, host, url } = result;
  if (ip !== undefined && url.startsWith('http:')) {
    return {
      name: `http://${host}${smoke.path} at ${ip}`,
      look: () => httpGet(`http://${ip}${smoke.path}`, host, signal),
    };
  }
  const { service, port, path } = smoke;
  return {
    name: `${path} of Service ${namespace}/${service}`,
    look: () => cluster.serviceGet({ namespace, service, port, path, signal }),
  };
}

/** Status, and which parts of a JSON answer are not ok; a page of HTML says nothing more. */
export function describeAnswer({ status, body }: HttpAnswer): string {
  const parts = parseParts(body).filter(([, part]) => part?.status !== 'ok');
  return [String(status), ...parts.map(([name, part]) => `${name} ${part?.status ?? 'unknown'}`)].join(', ');
}

function parseParts(body: string): [string, { readonly status?: string } | undefined][] {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch {
    return [];
  }
}

function smokeFailed(way: Way, last: string, { result, timeoutMs }: SmokeOptions): PluginError {
  return new PluginError('SMOKE_FAILED', {
    doing: `see the stack work: GET ${way.name}`,
    because: `after ${Math.round(timeoutMs / 1000)} s the answer was: ${last}`,
    fix: `look at: kubectl -n ${result.namespace} get pods,ingress, and at the logs of the part that is not ok`,
  });
}
