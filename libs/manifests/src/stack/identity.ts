import { Expr, When } from '../hole/expr.ts';

/** What a document is called, as far as it is known before the values are. */
export interface Identity {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Stands for a name that is a hole. */
export const HOLE = '{{';

/** Kind and name of a document, whether its condition holds or not; undefined where its kind is a hole. */
export function identityOf(tree: unknown): Identity | undefined {
  if (tree instanceof When) return identityOf(tree.body);
  const { kind, metadata } = (tree ?? {}) as { kind?: unknown; metadata?: { name?: unknown } };
  if (typeof kind !== 'string' || tree instanceof Expr) return undefined;
  const name = metadata?.name;
  return { kind, metadata: { name: typeof name === 'string' ? name : HOLE } };
}
