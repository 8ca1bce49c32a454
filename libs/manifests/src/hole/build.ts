import { object } from '../stack/source.ts';
import { Each, Expr, Merge, Shared, When, type Node, type Scalar, type Shape } from './expr.ts';
import { holesOf } from './holes.ts';
import type { Holes } from './templated.ts';

/** Text with holes in it: str`${image.repository}:${image.tag}`. */
export function str(literals: TemplateStringsArray, ...holes: readonly Expr<string | number>[]): Expr<string> {
  const parts = literals.flatMap((literal, index) => {
    const hole = holes[index];
    return [...(literal === '' ? [] : [literal]), ...(hole ? [hole.node] : [])];
  });
  return new Expr({ op: 'concat', parts });
}

/** Joins texts and holes: `str` for parts that come in a list. */
export function concat(parts: readonly (string | Expr<string | number>)[]): Expr<string> {
  return new Expr({ op: 'concat', parts: parts.map((part) => (part instanceof Expr ? part.node : part)) });
}

/** Keeps `body` only while the condition holds. A nested `when` becomes one with both conditions. */
export function when<const T>(condition: Expr<boolean>, body: T): When<T> {
  const both =
    body instanceof When
      ? new When(and(condition, body.condition), body.body)
      : new When(condition, isDocument(body) ? object(body) : body);
  return both as When<T>;
}

/** An object of its own: only there is it worth to remember where it was written. */
function isDocument(body: unknown): body is object {
  return typeof body === 'object' && body !== null && 'apiVersion' in body && 'kind' in body;
}

/** One of two values. Both are evaluated, so neither may be `required`. */
export function choose<T extends Scalar>(condition: Expr<boolean>, yes: Expr<T>, no: Expr<T>): Expr<T> {
  return new Expr({ op: 'choose', condition: condition.node, yes: yes.node, no: no.node });
}

/** The text in base64, as `data` of a Secret wants it. */
export function b64(of: Expr<string>): Expr<string> {
  return new Expr({ op: 'b64', of: of.node });
}

/** The sha256 of a text, or of a map's JSON (Go's, keys in the order of their bytes), as 64 hex digits. */
export function sha256(of: Expr<string> | Expr<Readonly<Record<string, unknown>>>): Expr<string> {
  return new Expr({ op: 'sha256', of: of.node });
}

/** The value, or an error with this message where it is empty. */
export function required(of: Expr<string>, message: string): Expr<string> {
  return new Expr({ op: 'required', of: of.node, message });
}

/** Whether the value equals a literal. */
export function eq<T extends Scalar>(of: Expr<T>, to: NoInfer<T>): Expr<boolean> {
  return new Expr({ op: 'eq', of: of.node, to });
}

/** Whether a map or list has entries, or a text characters. */
export function nonEmpty(of: Expr<object | string>): Expr<boolean> {
  return new Expr({ op: 'nonEmpty', of: of.node });
}

/** The opposite of a condition. */
export function not(of: Expr<boolean>): Expr<boolean> {
  return new Expr({ op: 'not', of: of.node });
}

/** Whether all conditions hold. */
export function and(first: Expr<boolean>, ...more: readonly Expr<boolean>[]): Expr<boolean> {
  return new Expr({ op: 'and', of: [first, ...more].map(nodeOf) });
}

/** Whether one of the conditions holds. */
export function or(first: Expr<boolean>, ...more: readonly Expr<boolean>[]): Expr<boolean> {
  return new Expr({ op: 'or', of: [first, ...more].map(nodeOf) });
}

/** The name that the stack is installed under, and its namespace as Helm knows it. */
export const release: { readonly name: Expr<string>; readonly namespace: Expr<string> } = {
  name: new Expr({ op: 'release', field: 'Name' }),
  namespace: new Expr({ op: 'release', field: 'Namespace' }),
};

/** Holds in the Helm chart and nowhere else: for hooks, and for annotations that Helm alone needs. */
export const inChart: Expr<boolean> = new Expr({ op: 'chart' });

/**
 * A map with one entry for each entry of a map value, in the order of the keys' bytes (Helm's order).
 *
 * @throws TypeError where the body is a `when`
 */
export function eachEntry<U, B>(
  over: Expr<Readonly<Record<string, U>>>,
  body: (value: Holes<U>, key: Expr<string>) => B,
): Each<B> {
  return loop('entries', over, body);
}

/**
 * One list item for each item of a list value; items that are maps have a hole for each field.
 *
 * @throws TypeError where the body is a `when`
 */
export function eachItem<U, B>(over: Expr<readonly U[]>, body: (item: Holes<U>) => B): Each<B> {
  return loop('items', over, body);
}

/**
 * A map of these entries and of those of `extra` whose keys are not among them: own entries win. Extra keys that stand
 * beside this map in another one are `reserved`.
 *
 * @throws TypeError where `own` could be empty, or a shared map has a key that `own` has too
 */
export function merge<const T extends Readonly<Record<string, unknown>>>(
  own: T,
  extra: Expr<Readonly<Record<string, string>>> | Shared<unknown>,
  reserved: readonly string[] = [],
): Merge<T> {
  const entries = Object.entries(own).filter(([, value]) => value !== undefined);
  if (entries.every(([, value]) => value instanceof When))
    throw new TypeError('merge needs an own entry that is always there: else the map could end up empty.');
  const keys = entries.map(([key]) => key);
  if (extra instanceof Shared) refuseTaken(extra, keys);
  return new Merge(own, extra, new Set([...keys, ...reserved]));
}

/**
 * A map that a chart prints once, as a named template, and includes by its name.
 *
 * @param name lower-case letters, digits and dashes; its template is `<chart>.<name>`
 */
export function shared<const T extends Readonly<Record<string, unknown>>>(name: string, body: T | Merge<T>): Shared<T> {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new TypeError(
      `A shared map cannot be called ${JSON.stringify(name)}: use lower-case letters, digits and "-".`,
    );
  if (!(body instanceof Merge) && Object.values(body).every((value) => value === undefined || value instanceof When))
    throw new TypeError(`The shared map ${name} needs an entry that is always there: else it could end up empty.`);
  return new Shared(name, body) as Shared<T>;
}

/** The chart includes a shared map beside the own entries, so no key of it may be own, or turn up as own. */
function refuseTaken({ name, body }: Shared<unknown>, keys: readonly string[]): void {
  const has = (key: string): boolean =>
    body instanceof Merge ? Object.hasOwn(body.own as object, key) : Object.hasOwn(body as object, key);
  const clash = keys.find((key) => has(key) || (body instanceof Merge && !body.taken.has(key)));
  if (clash === undefined) return;
  throw new TypeError(`The shared map ${name} may hold ${clash} too: reserve that key in its merge, or drop it there.`);
}

function loop<B>(
  kind: 'entries' | 'items',
  over: Expr<unknown>,
  body: (value: never, key: Expr<string>) => B,
): Each<B> {
  const id = Symbol(kind);
  const { node } = over;
  const element = (node.op === 'value' || node.op === 'item' ? node.shape.element : undefined) ?? { type: 'json' };
  const item = (part: 'key' | 'value', shape: Shape) =>
    holesOf(shape, (path, of) => ({ op: 'item', loop: id, part, path, shape: of }));
  const made = body(item('value', element) as never, item('key', { type: 'string' }) as Expr<string>);
  if (made instanceof When)
    throw new TypeError('The body of a loop cannot be a `when`: put the condition inside of it.');
  return new Each(kind, over, id, made);
}

function nodeOf(of: Expr<unknown>): Node {
  return of.node;
}
