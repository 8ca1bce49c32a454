import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { ranks, type Finding } from './diagnosis.ts';

const setupFailures = new Set(['FailedMount', 'FailedAttachVolume', 'FailedCreatePodSandBox']);

/** Why a pod's volumes or its network can't be set up, from its events. Pure. Only for a pod that has not started. */
export function diagnoseVolumes(pod: KubeObject, events: readonly KubeObject[]): Finding | undefined {
  const started = stringAt(pod, 'status', 'phase') !== 'Pending';
  if (started) return undefined;
  const event = events
    .filter((candidate) => stringAt(candidate, 'involvedObject', 'uid') === pod.metadata.uid)
    .findLast((candidate) => setupFailures.has(String(candidate['reason'])));
  if (!event) return undefined;
  const message = stringAt(event, 'message') ?? '';
  const place = { object: formatRef(refOf(pod)), terminal: false };
  const missing = /(secret|configmap) "([^"]+)" not found/i.exec(message);
  if (missing) {
    const kind = missing[1]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
    return {
      ...place,
      code: kind === 'Secret' ? 'SECRET_MISSING' : 'CONFIG_MAP_MISSING',
      because: `${kind} ${pod.metadata.namespace}/${missing[2]} does not exist, and a volume of the pod needs it`,
      fix: `add that ${kind} to the stack, correct its name, or mark the volume optional`,
      graceSeconds: 10,
      rank: ranks.config,
    };
  }
  const network = event['reason'] === 'FailedCreatePodSandBox';
  return {
    ...place,
    code: network ? 'SANDBOX' : 'VOLUME_MOUNT',
    because: message.replaceAll(/\s+/g, ' ').slice(0, 400),
    fix: network ? "look at the node's network plugin (minikube logs)" : 'check the volume, its claim and its driver',
    graceSeconds: 60,
    rank: ranks.scheduling,
  };
}
