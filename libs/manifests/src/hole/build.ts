import { Each, Expr, When, type Node, type Scalar } from './expr.ts';

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
  const both = body instanceof When ? new When(and(condition, body.condition), body.body) : new When(condition, body);
  return both as When<T>;
}

/** One of two values. Both are evaluated, so neither may be `required`. */
export function choose<T extends Scalar>(condition: Expr<boolean>, yes: Expr<T>, no: Expr<T>): Expr<T> {
  return new Expr({ op: 'choose', condition: condition.node, yes: yes.node, no: no.node });
}

/** The text in base64, as `data` of a Secret wants it. */
export function b64(of: Expr<string>): Expr<string> {
  return new Expr({ op: 'b64', of: of.node });
}

/** The text's sha256 as 64 hex digits. */
export function sha256(of: Expr<string>): Expr<string> {
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

/** The opposite of a condition. */
export function not(of: Expr<boolean>): Expr<boolean> {
  return new Expr({ op: 'not', of: of.node });
}

/** Whether all conditions hold. */
export function and(...of: readonly Expr<boolean>[]): Expr<boolean> {
  return new Expr({ op: 'and', of: of.map(nodeOf) });
}

/** Whether one of the conditions holds. */
export function or(...of: readonly Expr<boolean>[]): Expr<boolean> {
  return new Expr({ op: 'or', of: of.map(nodeOf) });
}

/** The name that the stack is installed under, and its namespace as Helm knows it. */
export const release: { readonly name: Expr<string>; readonly namespace: Expr<string> } = {
  name: new Expr({ op: 'release', field: 'Name' }),
  namespace: new Expr({ op: 'release', field: 'Namespace' }),
};

/** A map with one entry for each entry of a map value, in the order of the keys' bytes (Helm's order). */
export function eachEntry<B>(
  over: Expr<Readonly<Record<string, string>>>,
  body: (value: Expr<string>, key: Expr<string>) => B,
): Each<B> {
  return loop('entries', over, body);
}

/** One list item for each item of a list value. */
export function eachItem<B>(over: Expr<readonly string[]>, body: (item: Expr<string>) => B): Each<B> {
  return loop('items', over, body);
}

function loop<B>(
  kind: 'entries' | 'items',
  over: Expr<unknown>,
  body: (value: Expr<string>, key: Expr<string>) => B,
): Each<B> {
  const id = Symbol(kind);
  const made = body(item(id, 'value'), item(id, 'key'));
  if (made instanceof When)
    throw new TypeError('The body of a loop cannot be a `when`: put the condition inside of it.');
  return new Each(kind, over, id, made);
}

function item(id: symbol, part: 'key' | 'value'): Expr<string> {
  return new Expr({ op: 'item', loop: id, part, type: 'string' });
}

function nodeOf(of: Expr<unknown>): Node {
  return of.node;
}
