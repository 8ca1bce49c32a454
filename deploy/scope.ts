import { merge, release, shared, type Holes, type StackScope } from '@nx-kube/manifests';
import type { Values } from './values.ts';

/** What all objects of the stack share: its namespace, its labels, and where its pods run. */
export function scopeOf(v: Holes<Values>): StackScope {
  const app = 'todo-chatbot';
  const own = { app, 'app.kubernetes.io/name': 'todo-app', 'app.kubernetes.io/instance': release.name };
  return {
    namespace: v.namespace.name,
    app,
    labels: shared('labels', merge(own, v.commonLabels, ['component'])),
    annotations: v.commonAnnotations,
    pods: {
      labels: v.podLabels,
      annotations: v.podAnnotations,
      imagePullSecrets: v.imagePullSecrets,
      nodeSelector: v.nodeSelector,
      tolerations: v.tolerations,
      affinity: v.affinity,
    },
  };
}
