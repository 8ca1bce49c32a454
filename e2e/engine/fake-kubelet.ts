import * as https from 'node:https';
import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { upstreamOf } from './fault-proxy.ts';

/** Writes what a kubelet would: there are no nodes here. */
export interface FakeKubelet {
  /** Pods of an `app` that no kubelet has reported on yet, as soon as there are `count`. */
  podsOf(app: string, count: number): Promise<readonly KubeObject[]>;
  /** Replaces fields of a pod's status. */
  report(pod: KubeObject, status: object): Promise<void>;
  /** An event about a pod. */
  tell(pod: KubeObject, reason: string, message: string, container?: string): Promise<void>;
}

/** Plays the kubelet of one namespace, through the status subresource. */
export async function fakeKubelet(cluster: Cluster, namespace: string): Promise<FakeKubelet> {
  const { server, user } = await upstreamOf(process.env['APISERVER_KUBECONFIG'] ?? '');
  const { token } = user as { readonly token: string };
  const reported = new Set<string>();
  return {
    async podsOf(app, count) {
      for (;;) {
        const { items } = await cluster.list('v1', 'Pod', { namespace, labelSelector: `app=${app}` });
        const fresh = items.filter(({ metadata }) => !reported.has(metadata.uid ?? '') && !metadata.deletionTimestamp);
        if (fresh.length >= count) {
          for (const { metadata } of fresh) reported.add(metadata.uid ?? '');
          return fresh;
        }
        await new Promise((later) => {
          setTimeout(later, 100);
        });
      }
    },
    report: (pod, status) =>
      send(new URL(`/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/status`, server), token, { status }),
    async tell(pod, reason, message, container) {
      const { name, uid } = pod.metadata;
      const fieldPath = container === undefined ? {} : { fieldPath: `spec.containers{${container}}` };
      await cluster.create({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `${name}.${reason.toLowerCase()}.${Date.now()}`, namespace },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, ...fieldPath },
        reason,
        message,
        type: 'Warning',
        count: 1,
        lastTimestamp: new Date().toISOString(),
      });
    },
  };
}

async function send(url: URL, token: string, body: object): Promise<void> {
  const status = await new Promise<number>((done, failed) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/merge-patch+json' };
    const request = https.request(url, { method: 'PATCH', headers, rejectUnauthorized: false }, (response) => {
      response.resume().on('end', () => done(response.statusCode ?? 0));
    });
    request.on('error', failed);
    request.end(JSON.stringify(body));
  });
  if (status !== 200) throw new Error(`PATCH ${url.pathname}: ${status}`);
}

const times = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' };
const initialised = { type: 'PodScheduled', status: 'True' };

/** Status of a pod whose container serves. */
export function running(container: string): object {
  return {
    phase: 'Running',
    conditions: [initialised, { type: 'Ready', status: 'True' }],
    containerStatuses: [
      { ...stateOf(container), ready: true, started: true, state: { running: { startedAt: times.startedAt } } },
    ],
  };
}

/** Status of a pod whose container waits. */
export function waiting(container: string, reason: string, message: string): object {
  return {
    phase: 'Pending',
    conditions: [initialised, { type: 'Ready', status: 'False' }],
    containerStatuses: [{ ...stateOf(container), state: { waiting: { reason, message } } }],
  };
}

/** Status of a pod whose container ended at once, again and again. */
export function crashing(container: string, exitCode: number, reason = 'Error', restartCount = 2): object {
  const terminated = { exitCode, reason, containerID: 'containerd://1', ...times };
  return {
    phase: 'Running',
    conditions: [initialised, { type: 'Ready', status: 'False' }],
    containerStatuses: [
      {
        ...stateOf(container),
        restartCount,
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 20s restarting failed container' } },
        lastState: { terminated },
      },
    ],
  };
}

/** Status of a pod that no node takes. */
export function unschedulable(message: string): object {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
  };
}

function stateOf(name: string): object {
  return { name, image: `${name}:1`, imageID: '', ready: false, restartCount: 0 };
}
