import type { KubeObject } from '@nx-kube/kube';
import { mapAt } from './map-at.ts';
import { HOST_PATHS, imagePaths, isIngress, isNamespace, type Plan } from './plan.ts';
import { isSecret, type SecretHole } from './plan-secrets.ts';
import { Code } from './print-value.ts';

/** Holds a copy of the whole object, for a Secret with all of its values. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** One kind of hole: where it may stand, and what stands there then. */
interface Place {
  readonly path: readonly string[];
  readonly holeFor: (value: unknown) => Code | undefined;
}

/** Puts the holes of a plan into an object: the same tree, with code in place of some values. */
export function placeHoles(object: KubeObject, plan: Plan): unknown {
  return placesIn(object, plan).reduce<unknown>(
    (tree, { path, holeFor }) => mapAt(tree, path, (value) => holeFor(value) ?? value),
    isSecret(object) ? mapAt(object, ['metadata', 'annotations'], withoutCopy) : object,
  );
}

function placesIn(object: KubeObject, plan: Plan): readonly Place[] {
  const namespace = (value: unknown): Code | undefined =>
    value === plan.namespace ? new Code('v.namespace.name') : undefined;
  const replicas = plan.replicas.get(object);
  return [
    { path: ['metadata', 'namespace'], holeFor: namespace },
    ...(isNamespace(object, plan.namespace) ? [{ path: ['metadata', 'name'], holeFor: namespace }] : []),
    ...(object.kind.endsWith('RoleBinding') ? [{ path: ['subjects', '*', 'namespace'], holeFor: namespace }] : []),
    ...imagePaths(object).map((path) => ({ path, holeFor: (value: unknown) => imageHole(value, plan) })),
    ...(isIngress(object)
      ? HOST_PATHS.map((path) => ({ path, holeFor: (value: unknown) => hostHole(value, plan) }))
      : []),
    ...(replicas ? [{ path: ['spec', 'replicas'], holeFor: () => new Code(`v.replicas.${replicas.key}`) }] : []),
    ...plan.secrets
      .filter((hole) => hole.object === object)
      .map((hole) => ({ path: [hole.field, hole.key], holeFor: () => secretHole(hole) })),
  ];
}

function imageHole(value: unknown, { images }: Plan): Code | undefined {
  const image = images.get(String(value));
  if (!image) return undefined;
  const at = `v.images.${image.key}`;
  return new Code(`str\`\${${at}.repository}:\${${at}.tag}\``);
}

function hostHole(value: unknown, { hosts }: Plan): Code | undefined {
  const key = hosts.get(String(value));
  return key === undefined ? undefined : new Code(`v.ingress.${key}`);
}

function secretHole({ field, form, value }: SecretHole): Code {
  const hole = `v.secrets.${value}`;
  return new Code(field === 'data' && form === 'text' ? `b64(${hole})` : hole);
}

function withoutCopy(annotations: unknown): unknown {
  if (typeof annotations !== 'object' || annotations === null) return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED));
}
