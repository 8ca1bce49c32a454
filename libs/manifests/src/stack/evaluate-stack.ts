import { podSpecOf, type KubeObject } from '@nx-kube/kube';
import { ManifestError, type ValueIssue } from '../error.ts';
import { evaluate } from '../evaluate.ts';
import { mergeValues } from '../values/merge.ts';
import { badValues, defaultsOf, parseValues } from '../values/parse.ts';
import { imageValues } from './images.ts';
import { sourceOf } from './source.ts';
import type { SecretSpec, Stack, StackInput, StackResult, StackValues } from './stack.ts';

/**
 * Fills every hole of a stack. Pure. Later values win: defaults, images, environment, overlay, secrets, namespace.
 *
 * @throws {ManifestError} `BAD_VALUES` with all issues, `UNKNOWN_ENVIRONMENT`, `MISSING_IMAGE`, `REQUIRED`
 */
export function evaluateStack(stack: Stack, input: StackInput): StackResult {
  const short = stack.secrets.specs.flatMap((spec) => shortSecret(spec, input.secrets[spec.value]));
  if (short.length > 0) throw badValues(`read the secrets of stack ${stack.name}`, short);
  return evaluateWith(stack, input);
}

/** `evaluateStack` for secrets that may be placeholders. */
export function evaluateWith(stack: Stack, input: StackInput): StackResult {
  const values = stackValues(stack, input);
  const namespace = values.namespace.name;
  const scope = { values, release: { Name: stack.name, Namespace: namespace }, chart: input.chart === true };
  const trees = new Map<KubeObject, unknown>();
  for (const tree of stack.tree) {
    const object = evaluate(tree, scope) as KubeObject | undefined;
    if (object) trees.set(object, tree);
  }
  const objects = [...trees.keys()];
  return {
    values,
    namespace,
    objects,
    images: usedImages(objects, input.images),
    ...stack.endpoint(values),
    smoke: stack.smoke,
    external: stack.external(values),
    sourceOf: (object) => sourceOf(trees.get(object)),
  };
}

function stackValues(stack: Stack, input: StackInput): StackValues {
  const { environment, namespace, values } = input;
  if (environment !== undefined && !Object.hasOwn(stack.environments, environment)) {
    throw new ManifestError('UNKNOWN_ENVIRONMENT', {
      doing: `evaluate stack ${stack.name}`,
      because: `it has no environment ${JSON.stringify(environment)}`,
      fix: `use one of ${Object.keys(stack.environments).join(', ')}`,
    });
  }
  const layers = [
    imageValues(stack, input.images),
    environment === undefined ? undefined : stack.environments[environment],
    values,
    { secrets: given(input.secrets) },
    namespace === undefined ? undefined : { namespace: { name: namespace } },
  ];
  const merged = layers.reduce(mergeValues, defaultsOf(stack.schema));
  return parseValues(
    stack.schema,
    merged,
    `read the values of ${environment === undefined ? '' : `environment ${environment} of `}stack ${stack.name}`,
    stack.refuse,
  ) as StackValues;
}

/** An empty secret is the same as an absent one: it must not hide a value that an overlay gives. */
function given(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
}

function shortSecret(spec: SecretSpec, value: string | undefined): readonly ValueIssue[] {
  const { minLength = 0 } = spec;
  if (!value || value.length >= minLength) return [];
  const fix = `set ${spec.env} to a longer value${spec.generate ? ', or leave it out to have one made' : ''}`;
  return [{ path: `secrets.${spec.value}`, rule: `must have at least ${minLength} characters`, fix }];
}

function usedImages(objects: readonly KubeObject[], images: StackInput['images']): StackResult['images'] {
  const specs = objects.flatMap((object) => podSpecOf(object)?.spec ?? []);
  const used = new Set(
    specs.flatMap((pod) => [...pod.containers, ...(pod.initContainers ?? [])].map(({ image }) => image)),
  );
  return Object.entries(images)
    .filter(([, ref]) => used.has(ref))
    .map(([project, ref]) => ({ project, ref }));
}
