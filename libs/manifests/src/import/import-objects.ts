import type { KubeObject } from '@nx-kube/kube';
import { groupObjects } from './group.ts';
import { LAST_APPLIED } from './place-holes.ts';
import { planHoles } from './plan.ts';
import { isSecret } from './plan-secrets.ts';
import { isTyped, printGroup } from './print-group.ts';
import { printObjectTree, printSecrets, printStack, type Component } from './print-stack.ts';
import { printValues } from './print-values.ts';

/** A stack as TypeScript. */
export interface ImportedStack {
  /** File name → text. `stack.ts` is the module that exports the stack. */
  readonly files: Readonly<Record<string, string>>;
  /** Values that were left out: the variable to give each in, and the Secret and key that held it. */
  readonly secrets: readonly { readonly env: string; readonly secret: string; readonly key: string }[];
  /** What a person should know about the result, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Writes objects as the source of a stack that renders to them again. Pure and deterministic. Namespace, images, replicas
 * and hosts become values whose defaults are what the objects have; values of Secrets are left out of the source.
 *
 * @param objects plain data in which `checkImportable` finds nothing; no two of them with one kind and name
 */
export function importObjects(name: string, objects: readonly KubeObject[]): ImportedStack {
  const plan = planHoles(objects);
  const groups = groupObjects(objects).map((group) => ({ ...group, ...printGroup(group, plan) }));
  const components: readonly Component[] = groups;
  return {
    files: {
      ...Object.fromEntries(groups.map(({ file, text }) => [`${file}.ts`, text])),
      'object-tree.ts': printObjectTree(),
      'secrets.ts': printSecrets(name, objects, plan),
      'stack.ts': printStack(name, objects, components, plan),
      'values.ts': printValues(plan),
    },
    secrets: plan.secrets.map(({ env, object, key }) => ({ env, secret: object.metadata.name, key })),
    notes: [
      ...plan.fixedImages.map((image) => `The image ${image} stays as it is: it has no tag, or a digest.`),
      ...objects.filter((object) => !isTyped(object)).map(untypedNote),
      ...objects.filter(hasCopy).map(copyNote),
      ...severalSecretsNote(objects),
    ],
  };
}

function untypedNote({ apiVersion, kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name} is written without a type: ${apiVersion} ${kind} is unknown here, or does not allow what it holds.`;
}

function hasCopy(object: KubeObject): boolean {
  return isSecret(object) && object.metadata.annotations?.[LAST_APPLIED] !== undefined;
}

function copyNote({ metadata }: KubeObject): string {
  return `Secret ${metadata.name} lost its annotation ${LAST_APPLIED}: it repeats the values.`;
}

function severalSecretsNote(objects: readonly KubeObject[]): readonly string[] {
  const [first, ...more] = objects.filter(isSecret);
  if (!first || more.length === 0) return [];
  const others = more.map(({ metadata }) => metadata.name).join(', ');
  return [
    `A stack keeps the values of one Secret in the cluster, ${first.metadata.name}: those of ${others} have to be given at every deploy.`,
  ];
}
