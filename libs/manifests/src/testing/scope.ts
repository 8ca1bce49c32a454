import * as z from 'zod';
import type { StackScope } from '../components/scope.ts';
import { evaluate } from '../evaluate.ts';
import { merge, shared } from '../hole/build.ts';
import { holes } from '../hole/holes.ts';
import { opaqueList, opaqueMap } from '../values/opaque.ts';
import type { Affinity, Tolerations } from '../components/scope.ts';

const strings = z.record(z.string(), z.string()).default({});

/** Everything that an installer may add to the objects of a stack; nothing by default. */
const Extras = z.strictObject({
  labels: strings,
  annotations: strings,
  podLabels: strings,
  podAnnotations: strings,
  nodeSelector: strings,
  imagePullSecrets: z.array(z.strictObject({ name: z.string() })).default([]),
  tolerations: opaqueList<Tolerations>('Taints.'),
  affinity: opaqueMap<Affinity>('Nodes.'),
});

const v = holes(Extras);

/** A scope of which all that can vary does. */
export const openScope: StackScope = {
  namespace: 'demo',
  app: 'demo',
  labels: shared('labels', merge({ app: 'demo' }, v.labels, ['component'])),
  annotations: v.annotations,
  pods: {
    labels: v.podLabels,
    annotations: v.podAnnotations,
    imagePullSecrets: v.imagePullSecrets,
    nodeSelector: v.nodeSelector,
    tolerations: v.tolerations,
    affinity: v.affinity,
  },
};

/** A scope in which nothing varies. */
export const plainScope: StackScope = { namespace: 'demo', app: 'demo' };

/** Evaluates a tree written in `openScope` or `plainScope`. */
export function inDemo(tree: unknown, extras: Readonly<Record<string, unknown>> = {}, { chart = false } = {}): unknown {
  const release = { Name: 'demo', Namespace: 'demo' };
  return evaluate(tree, { values: Extras.parse(extras), release, chart });
}
