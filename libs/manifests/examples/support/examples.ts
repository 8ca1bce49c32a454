import type { KubeObject } from '@nx-kube/kube';
import type * as z from 'zod';
import { evaluate } from '../../src/evaluate.ts';
import { holes } from '../../src/hole/holes.ts';
import * as book from '../guestbook.ts';
import * as demo from '../microservices-demo.ts';

/** The objects of each example, for the defaults of its values. */
export const examples = {
  'microservices-demo': evaluated(demo.microservicesDemo(holes(demo.Values)), demo.Values),
  guestbook: evaluated(book.guestbook(holes(book.Values)), book.Values),
};

function evaluated(trees: readonly object[], schema: z.ZodType): readonly KubeObject[] {
  const scope = { values: schema.parse({}), release: { Name: 'example', Namespace: 'default' } };
  return trees.map((tree) => evaluate(tree, scope) as KubeObject);
}
