import { listAt, textIn } from '../fields.ts';
import type { DiagnosisCode, Finding } from './diagnosis.ts';

interface Shortage {
  readonly pattern: RegExp;
  readonly code: DiagnosisCode;
  readonly fix: string;
}

const SHORTAGES: readonly Shortage[] = [
  {
    pattern: /Insufficient memory/,
    code: 'UNSCHEDULABLE_MEMORY',
    fix: 'give the node more memory (minikube: delete it, then start it with --memory), or lower resources.requests.memory',
  },
  {
    pattern: /Insufficient cpu/,
    code: 'UNSCHEDULABLE_CPU',
    fix: 'give the node more CPUs (minikube: delete it, then start it with --cpus), or lower resources.requests.cpu',
  },
  { pattern: /taint/, code: 'UNSCHEDULABLE', fix: 'add a toleration, or take the taint off the node' },
  {
    pattern: /node selector|affinity/,
    code: 'UNSCHEDULABLE',
    fix: 'correct nodeSelector or affinity, or label a node',
  },
  { pattern: /free ports/, code: 'UNSCHEDULABLE', fix: 'take hostPort away, or stop what holds it' },
  {
    pattern: /PersistentVolumeClaims|volume/,
    code: 'VOLUME',
    fix: 'look at the claim: is there a default StorageClass?',
  },
];

/**
 * Why no node takes a pod, from the scheduler's own sentence, such as `0/1 nodes are available: 1 Insufficient memory.`
 *
 * @param pod live Pod
 */
export function schedulingFinding(pod: unknown, object: string): Finding | undefined {
  const scheduled = listAt(pod, 'status', 'conditions').find((entry) => textIn(entry, 'type') === 'PodScheduled');
  if (!scheduled || textIn(scheduled, 'status') !== 'False' || textIn(scheduled, 'reason') !== 'Unschedulable')
    return undefined;
  const message = textIn(scheduled, 'message');
  const shortage = SHORTAGES.find(({ pattern }) => pattern.test(message));
  const { code, fix } = shortage ?? { code: 'UNSCHEDULABLE', fix: 'look at `kubectl describe nodes`' };
  const because = `no node takes it: ${message.replace(/ preemption:.*$/, '')}`;
  return { code, object, because, fix, graceSeconds: 10 };
}
