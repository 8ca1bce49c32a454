import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { fieldsAt, listAt, textIn } from '../fields.ts';
import { containerFinding } from './container.ts';
import type { Finding } from './diagnosis.ts';
import { podEventFinding } from './events.ts';
import { schedulingFinding } from './scheduling.ts';

/**
 * What is wrong with one pod. Pure.
 *
 * @param pod live Pod
 * @param events its events, oldest first
 */
export function diagnosePod(pod: KubeObject, events: readonly KubeObject[]): readonly Finding[] {
  if (pod.metadata.deletionTimestamp !== undefined) return [];
  const object = formatRef(refOf(pod));
  const status = fieldsAt(pod, 'status');
  if (textIn(status, 'reason') === 'Evicted') {
    const fix = 'free the resource that the message names, or move the pod';
    return [{ code: 'EVICTED', object, because: textIn(status, 'message'), fix, graceSeconds: 30 }];
  }
  const scheduling = schedulingFinding(pod, object);
  if (scheduling) return [scheduling];

  const of = (key: string, init: boolean): readonly Finding[] =>
    listAt(pod, 'status', key).flatMap((container) => {
      const at = { pod: pod.metadata.name, podObject: object, status: container, init };
      return containerFinding(at) ?? [];
    });
  const findings = [...of('initContainerStatuses', true), ...of('containerStatuses', false)];
  if (findings.length > 0) return findings;
  const ready = listAt(pod, 'status', 'conditions').some(
    (entry) => textIn(entry, 'type') === 'Ready' && textIn(entry, 'status') === 'True',
  );
  return ready ? [] : [podEventFinding(events, pod.metadata.name, object) ?? []].flat();
}
