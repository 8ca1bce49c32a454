import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { conditionIs } from '../readiness/live.ts';
import { ranks, type Finding } from './diagnosis.ts';

/** How the API server words a refusal, what we call it, what helps, and after how long it is final. */
const refusals: readonly (readonly [words: RegExp, code: string, fix: string, graceSeconds: number | undefined])[] = [
  [
    /exceeded quota/,
    'QUOTA',
    'lower requests, limits or replicas, or raise the ResourceQuota of the namespace',
    undefined,
  ],
  [
    /violates PodSecurity/,
    'POD_SECURITY',
    "set the securityContext that the message names, or lower the namespace's pod-security label",
    undefined,
  ],
  [/failed calling webhook/, 'WEBHOOK_DOWN', 'wait until the pods behind that webhook are ready', 60],
  [/denied the request|admission webhook/, 'ADMISSION', 'change the pod as the message says, or the policy', undefined],
  [
    /serviceaccount .*not found|looking up service account/i,
    'SERVICE_ACCOUNT_MISSING',
    'add that ServiceAccount to the stack, or correct its name',
    20,
  ],
  [
    /minimum|maximum|limit to request/,
    'LIMIT_RANGE',
    'keep requests and limits inside the LimitRange of the namespace',
    undefined,
  ],
];

/**
 * Why a controller can't make pods at all. Pure.
 *
 * @param owner the Deployment, StatefulSet, DaemonSet or Job
 * @param makers what makes its pods: itself, or its new ReplicaSet
 * @param events core/v1 Events of the namespace
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment
 */
export function diagnoseRefusal(
  owner: KubeObject,
  makers: readonly KubeObject[],
  events: readonly KubeObject[],
): Finding | undefined {
  const condition = makers.map((maker) => conditionIs(maker, 'ReplicaFailure', 'True')).find(Boolean);
  const event = events
    .filter(({ reason }) => reason === 'FailedCreate')
    .findLast((candidate) =>
      makers.some(({ metadata }) => metadata.uid === stringAt(candidate, 'involvedObject', 'uid')),
    );
  // A ReplicaSet says in its condition whether it still fails; the others only have their last event.
  const silent = owner.kind === 'Deployment' && !condition;
  const message = stringAt(condition, 'message') ?? stringAt(event, 'message');
  if (silent || message === undefined) return undefined;
  const [, code, fix, graceSeconds] = refusals.find(([words]) => words.test(message)) ?? [
    undefined,
    'CREATE_REFUSED',
    'change the pod template as the message says',
    20,
  ];
  return {
    code,
    object: formatRef(refOf(owner)),
    because: `its pods are refused: ${message}`,
    fix,
    terminal: graceSeconds === undefined,
    ...(graceSeconds !== undefined && { graceSeconds }),
    rank: ranks.refused,
  };
}
