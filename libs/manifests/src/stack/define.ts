import type { KubeObject } from '@nx-kube/kube';
import type * as z from 'zod';
import { holes } from '../hole/holes.ts';
import type { Holes, Templated } from '../hole/templated.ts';
import type { Overlay } from '../values/merge.ts';
import type { Endpoint, SecretSpecs, Smoke, Stack, StackValues } from './stack.ts';

/** What an author says about a stack. */
export interface StackDefinition<S extends z.ZodType<StackValues>> {
  readonly name: string;
  /** Strict schema with a default for every leaf. */
  readonly schema: S;
  readonly environments: Readonly<Record<string, Overlay<z.infer<S>>>>;
  /** Project → key below `images` in the values: `{ 'todo-postgres': 'postgres' }`. */
  readonly images: Readonly<Record<string, string & keyof z.infer<S>['images']>>;
  readonly secrets: SecretSpecs;
  /** The objects, written against the holes of the values. Called once. */
  readonly objects: (values: Holes<z.infer<S>>) => readonly Templated<Pick<KubeObject, 'apiVersion' | 'kind'>>[];
  readonly endpoint: (values: z.infer<S>) => Endpoint;
  readonly smoke: Smoke;
}

/**
 * Describes a stack once; `evaluateStack` and `renderFiles` then read it.
 *
 * @throws TypeError for a schema that a chart cannot express
 * @example export default defineStack({ name: 'todo-app', schema: Values, objects: (v) => [namespace(v), …], … });
 */
export function defineStack<S extends z.ZodType<StackValues>>(definition: StackDefinition<S>): Stack {
  const { name, schema, environments, images, secrets, objects, endpoint, smoke } = definition;
  return {
    name,
    schema,
    environments,
    images: Object.keys(images),
    imageKeys: images,
    secrets,
    tree: objects(holes(schema)),
    smoke,
    endpoint: (values) => endpoint(values as z.infer<S>),
  };
}
