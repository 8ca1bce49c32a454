import type { KubeObject } from '@nx-kube/kube';
import { objectAt, stringAt } from '../json.ts';
import { containersOf, findingAt, type ContainerState } from './container.ts';
import { ranks, type Finding } from './diagnosis.ts';

/**
 * Which probe fails, from the events of a pod. Pure. Never terminal by itself: the application may still come up. A
 * container that is killed for it is a crash that this explains, and terminal with the second restart.
 *
 * @param events core/v1 Events about this pod
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function diagnoseProbes(pod: KubeObject, events: readonly KubeObject[]): readonly Finding[] {
  return containersOf(pod).flatMap((container) => {
    if (container.status['ready'] === true || container.init) return [];
    const about = events.filter((event) => isAbout(event, container));
    const last = about.findLast((event) => event['reason'] === 'Unhealthy');
    const [, probe = '', message = ''] = /^(\w+) probe (?:failed|errored)[^:]*: ?(.*)$/s.exec(textOf(last)) ?? [];
    if (probe === '') return [];
    const killed = about.some((event) => event['reason'] === 'Killing' && /probe/.test(textOf(event)));
    const running = objectAt(container.status, 'state', 'running') !== undefined;
    if (!running && !killed) return [];
    const kind = probe.toLowerCase();
    return findingAt(container, {
      code: `PROBE_${probe.toUpperCase()}`,
      because: `the ${kind} probe (${asked(container, kind)}) fails: ${message.trim().slice(0, 300)}`,
      fix: fixFor(kind, message),
      terminal: killed && container.restarts >= 2,
      attempt: container.restarts,
      rank: killed ? ranks.crash : ranks.probe,
      log: { pod: pod.metadata.name, container: container.name, previous: killed && container.restarts > 0 && running },
    });
  });
}

function isAbout(event: KubeObject, { pod, name }: ContainerState): boolean {
  if (stringAt(event, 'involvedObject', 'uid') !== pod.metadata.uid) return false;
  const path = stringAt(event, 'involvedObject', 'fieldPath');
  return path === undefined || path.includes(`{${name}}`);
}

function textOf(event: KubeObject | undefined): string {
  return stringAt(event, 'message') ?? '';
}

/** What the probe asks: `GET :8000/ready`, `tcp :5432`, `exec node ready.mjs`. */
function asked({ spec }: ContainerState, kind: string): string {
  const probe = objectAt(spec, `${kind}Probe`);
  const get = objectAt(probe, 'httpGet');
  if (get) return `GET :${String(get['port'])}${stringAt(get, 'path') ?? '/'}`;
  const tcp = objectAt(probe, 'tcpSocket');
  if (tcp) return `tcp :${String(tcp['port'])}`;
  const command = objectAt(probe, 'exec')?.['command'];
  return Array.isArray(command) ? `exec ${command.join(' ')}` : 'as in the stack';
}

function fixFor(kind: string, message: string): string {
  if (/connection refused/.test(message))
    return 'let the process listen on that port, on 0.0.0.0 and not only on localhost';
  if (/statuscode: 404/.test(message)) return 'correct the path of the probe';
  if (/statuscode: 5\d\d/.test(message)) return 'see in the log what the application is missing';
  if (/deadline exceeded|timed? ?out/i.test(message))
    return 'raise timeoutSeconds of the probe, or give the container more cpu';
  if (kind === 'liveness') return 'add a startupProbe if it starts slowly, or correct the liveness probe';
  return `see in the log why it does not answer, or correct the ${kind} probe`;
}
