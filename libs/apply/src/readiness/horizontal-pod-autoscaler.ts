import type { KubeObject } from '@nx-kube/kube';
import { conditionIs, saidBy } from './live.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges a HorizontalPodAutoscaler. Pure. Without metrics (`ScalingActive` is False: pods that have just started, a
 * target that is scaled to 0) it keeps the replicas as they are, so that is not waited for; a target that it can't
 * scale is.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions
 */
export function horizontalPodAutoscalerReadiness(object: KubeObject): Verdict {
  const unable = conditionIs(object, 'AbleToScale', 'False');
  if (unable) return pending(saidBy(unable));
  const idle = conditionIs(object, 'ScalingActive', 'False');
  return ready(idle ? `no metrics yet: ${saidBy(idle)}` : 'able to scale');
}
