import type { Expr } from '../hole/expr.ts';

/** What all objects of one stack share. */
export interface StackScope {
  readonly namespace: Expr<string>;
  /** Value of the label `app` on everything that runs. */
  readonly app: string;
}

/** Labels that select the pods of one component. */
export interface ComponentLabels {
  readonly app: string;
  readonly component: string;
}

/** The labels of a component: on its pods, and in the selectors that look for them. */
export function labelsOf({ app }: StackScope, component: string): ComponentLabels {
  return { app, component };
}

/** Values of one image. */
export interface ImageValues {
  readonly repository: Expr<string>;
  readonly tag: Expr<string>;
  readonly pullPolicy: Expr<'Always' | 'IfNotPresent' | 'Never'>;
}

/** Values of what one pod may use, as quantities. */
export interface ResourceValues {
  readonly limits: { readonly cpu: Expr<string>; readonly memory: Expr<string> };
  readonly requests: { readonly cpu: Expr<string>; readonly memory: Expr<string> };
}
