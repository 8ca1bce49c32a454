import type { KubeObject } from '@nx-kube/kube';
import { defineStack, evaluateStack, type Fields, type Holes, type Stack } from '@nx-kube/manifests';
import * as z from 'zod';
import * as book from '../guestbook.ts';
import * as demo from '../microservices-demo.ts';

/** The examples as stacks, which have every face: a chart, Kustomize and Compose, too. */
export const stacks = {
  'microservices-demo': exampleStack('microservices-demo', demo.Values, demo.microservicesDemo),
  guestbook: exampleStack('guestbook', book.Values, book.guestbook),
};

/** The objects of each example, for the defaults of its values. */
export const examples = {
  'microservices-demo': objectsOf(stacks['microservices-demo']),
  guestbook: objectsOf(stacks.guestbook),
};

function exampleStack<V extends z.ZodObject>(
  name: string,
  values: V,
  objects: (v: Holes<z.infer<V>>) => readonly object[],
): Stack {
  // What every stack has. The examples make no namespace, build no image and have no secret.
  const common = {
    namespace: z
      .strictObject({
        name: z.string().default('default').describe('Namespace that the chart is installed into.'),
        create: z.boolean().default(false).describe('Not used: the example makes no namespace.'),
      })
      .prefault({}),
    images: z.strictObject({}).prefault({}),
    secrets: z.strictObject({}).prefault({}),
  };
  return defineStack({
    name,
    schema: z.strictObject({ ...common, ...(values.shape as object) }),
    environments: {},
    images: {},
    secrets: { name, specs: [] },
    objects: (v) =>
      objects(v as unknown as Holes<z.infer<V>>) as readonly Fields<Pick<KubeObject, 'apiVersion' | 'kind'>>[],
    endpoint: () => ({ url: '', host: '' }),
    smoke: { service: 'frontend', port: 80, path: '/' },
  });
}

function objectsOf(stack: Stack): readonly KubeObject[] {
  return evaluateStack(stack, { images: {}, secrets: {} }).objects;
}
