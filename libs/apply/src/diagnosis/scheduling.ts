import { formatMemory, formatCpu, formatRef, parseQuantity, refOf, type KubeObject } from '@nx-kube/kube';
import { listAt, stringAt } from '../json.ts';
import { conditionIs } from '../readiness/live.ts';
import { ranks, type Finding } from './diagnosis.ts';

/** A reason of the scheduler: how it words it, what we call it, what helps, and how long it may pass by itself. */
const reasons: readonly (readonly [words: RegExp, code: string, fix: string, graceSeconds: number])[] = [
  [
    /Insufficient memory/,
    'UNSCHEDULABLE_MEMORY',
    'lower resources.requests.memory or replicas, or make the node larger (minikube delete, then minikube start --memory=…)',
    30, // pods of the old revision may be about to end
  ],
  [
    /Insufficient cpu/,
    'UNSCHEDULABLE_CPU',
    'lower resources.requests.cpu or replicas, or make the node larger (minikube delete, then minikube start --cpus=…)',
    30,
  ],
  [
    /Insufficient ephemeral-storage/,
    'UNSCHEDULABLE_STORAGE',
    'free disk space on the node (minikube ssh -- docker system prune)',
    30,
  ],
  [/Too many pods/, 'UNSCHEDULABLE_PODS', 'run fewer pods on the node', 30],
  [/didn't have free ports/, 'UNSCHEDULABLE_PORT', 'drop the hostPort, or stop the pod that holds it', 30],
  [
    /unbound immediate PersistentVolumeClaims|persistentvolumeclaim .* not found/,
    'UNSCHEDULABLE_VOLUME',
    'check that the claim exists and that its StorageClass has a provisioner',
    60,
  ],
  [
    /volume node affinity conflict/,
    'UNSCHEDULABLE_VOLUME',
    'the volume lives on another node: move the pod there, or delete the claim and its data',
    60,
  ],
  [/untolerated taint/, 'UNSCHEDULABLE_TAINT', 'wait until the node is healthy, or give the pod a toleration', 60],
  [
    /didn't match|selector|affinity/,
    'UNSCHEDULABLE_SELECTOR',
    'correct nodeSelector or affinity, or label the node',
    30,
  ],
];

/**
 * Why no node takes a pod. Pure.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/#my-pod-stays-pending
 */
export function diagnoseScheduling(pod: KubeObject): Finding | undefined {
  const condition = conditionIs(pod, 'PodScheduled', 'False');
  if (condition?.['reason'] !== 'Unschedulable') return undefined;
  const message = stringAt(condition, 'message') ?? '';
  const [, code, fix, graceSeconds] = reasons.find(([words]) => words.test(message)) ?? [
    undefined,
    'UNSCHEDULABLE',
    'look at `kubectl describe nodes`',
    60,
  ];
  return {
    code,
    object: formatRef(refOf(pod)),
    because: `no node takes the pod${requested(pod, code)}: ${message.split(' preemption:')[0]?.trim()}`,
    fix,
    terminal: false,
    graceSeconds,
    rank: ranks.scheduling,
  };
}

/** What the pod asks for, where that is the matter. */
function requested(pod: KubeObject, code: string): string {
  const resource = code === 'UNSCHEDULABLE_MEMORY' ? 'memory' : code === 'UNSCHEDULABLE_CPU' ? 'cpu' : undefined;
  if (resource === undefined) return '';
  const sum = listAt(pod, 'spec', 'containers')
    .map((container) => stringAt(container, 'resources', 'requests', resource))
    .reduce((total, quantity) => total + (quantity === undefined ? 0 : parseQuantity(quantity)), 0);
  return ` (it asks for ${resource === 'memory' ? formatMemory(sum) : formatCpu(sum)} ${resource})`;
}
