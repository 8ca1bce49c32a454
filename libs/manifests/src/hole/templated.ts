import type { Opaque } from '../values/opaque.ts';
import type { Each, Expr, Merge, Scalar, Shared, When } from './expr.ts';

/**
 * A `T` with holes: any part of it may be an expression, present on a condition, or made by a loop. `Templated<IDeployment>`
 * type-checks a Deployment through its holes.
 */
export type Templated<T> =
  | Expr<T>
  | When<Templated<T>>
  | (T extends Scalar | null | undefined
      ? T
      : T extends readonly (infer U)[]
        ? readonly (Templated<U> | Each<Templated<U>>)[]
        : TemplatedMap<T>);

/** An object's own fields, each with holes: a `Templated<T>` that is there for sure, so that it can be spread. */
export type Fields<T> = { readonly [K in keyof T]: Templated<T[K]> };

/** Maps with free keys can be loops, merged and shared; objects with fixed fields can't. */
type TemplatedMap<T> =
  T extends Record<string, infer U>
    ? string extends keyof T
      ? FreeMap<U> | Each<Templated<U>> | Merge<FreeMap<U>> | Shared<FreeMap<U>>
      : Fields<T>
    : Fields<T>;

interface FreeMap<U> {
  readonly [key: string]: Templated<U>;
}

/** The holes of a values type: the same paths, an expression at each leaf; free maps and lists are one hole each. */
export type Holes<V> = [V] extends [Scalar]
  ? Expr<V>
  : V extends Opaque<infer T>
    ? Expr<T>
    : V extends readonly unknown[]
      ? Expr<V>
      : string extends keyof V
        ? Expr<V>
        : { readonly [K in keyof V]: Holes<V[K]> };
