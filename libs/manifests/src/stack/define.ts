import type { KubeObject } from '@nx-kube/kube';
import type * as z from 'zod';
import { holes } from '../hole/holes.ts';
import type { Holes, Templated } from '../hole/templated.ts';
import type { Overlay } from '../values/merge.ts';
import type {
  ChartSpec,
  Endpoint,
  ExternalObject,
  LocalAddress,
  NoteLine,
  Refusal,
  SecretSpecs,
  Smoke,
  Stack,
  StackValues,
} from './stack.ts';

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
  /** Oldest Kubernetes that the stack promises to run on; 1.28 if absent. */
  readonly kubeVersion?: string;
  /** What its Helm chart says. Notes and tests are written against the holes of the values, too. */
  readonly chart?: Partial<Omit<ChartSpec, 'notes' | 'tests'>> & {
    readonly notes?: (values: Holes<z.infer<S>>) => readonly NoteLine[];
    readonly tests?: (values: Holes<z.infer<S>>) => readonly Templated<Pick<KubeObject, 'apiVersion' | 'kind'>>[];
  };
  readonly refuse?: readonly Refusal[];
  /** Values for Compose, on top of the environment's. */
  readonly compose?: Overlay<z.infer<S>>;
  /** Values for processes of one machine, on top of the environment's: its public address, for one. */
  readonly local?: (at: LocalAddress) => Overlay<z.infer<S>>;
  /** What the objects name and somebody else makes, such as a Secret that is there already. */
  readonly external?: (values: z.infer<S>) => readonly ExternalObject[];
}

/**
 * Describes a stack once; `evaluateStack` and `renderFiles` then read it.
 *
 * @throws TypeError for a schema that a chart cannot express
 * @example export default defineStack({ name: 'todo-app', schema: Values, objects: (v) => [namespace(v), …], … });
 */
export function defineStack<S extends z.ZodType<StackValues>>(definition: StackDefinition<S>): Stack {
  const { name, schema, environments, images, secrets, objects, endpoint, smoke } = definition;
  const { kubeVersion = '1.28', chart = {}, refuse = [], compose = {}, local, external } = definition;
  const values = holes(schema);
  const { version = '0.1.0', appVersion = version, description = name, keywords = [], home = '' } = chart;
  return {
    name,
    schema,
    environments,
    images: Object.keys(images),
    imageKeys: images,
    secrets,
    tree: objects(values),
    smoke,
    kubeVersion,
    chart: {
      version,
      appVersion,
      description,
      keywords,
      home,
      notes: chart.notes?.(values) ?? [],
      tests: chart.tests?.(values) ?? [],
    },
    refuse,
    compose,
    local: (at) => local?.(at) ?? {},
    endpoint: (of) => endpoint(of as z.infer<S>),
    external: (of) => external?.(of as z.infer<S>) ?? [],
  };
}
