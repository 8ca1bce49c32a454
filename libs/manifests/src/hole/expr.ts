/** What a hole can hold in one place of a manifest. */
export type Scalar = string | number | boolean;

/** How a value prints: integers and booleans bare, strings quoted, maps and lists (`json`) as a block. */
export type ValueType = 'string' | 'integer' | 'boolean' | 'json';

/**
 * The closed expression language. Every node has two meanings: the value it evaluates to, and the Go template action
 * that gives the same value in a Helm chart. Add a node only together with both.
 */
export type Node =
  | { readonly op: 'value'; readonly path: readonly string[]; readonly type: ValueType }
  | { readonly op: 'release'; readonly field: 'Name' | 'Namespace' }
  | { readonly op: 'item'; readonly loop: symbol; readonly part: 'key' | 'value'; readonly type: ValueType }
  | { readonly op: 'concat'; readonly parts: readonly (string | Node)[] }
  | { readonly op: 'choose'; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly op: 'b64' | 'sha256'; readonly of: Node }
  | { readonly op: 'required'; readonly of: Node; readonly message: string }
  | { readonly op: 'eq'; readonly of: Node; readonly to: Scalar }
  | { readonly op: 'not'; readonly of: Node }
  | { readonly op: 'and' | 'or'; readonly of: readonly Node[] };

declare const held: unique symbol;

/** A typed hole in a manifest: stands where a `T` will stand once the values are known. */
export class Expr<out T> {
  declare readonly [held]: T;
  readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  /** A hole has no text yet: `${v.images.tag}` in a plain template string is a mistake that must show at once. */
  toString(): never {
    throw new TypeError('A hole has no string value: write str`…${hole}…` instead of a plain template string.');
  }

  /** A hole has no JSON value yet. */
  toJSON(): never {
    throw new TypeError('A hole has no JSON value: evaluate the tree first.');
  }
}

/** Present only while the condition holds: as a map entry, a list item, or a whole document. */
export class When<out T> {
  readonly condition: Expr<boolean>;
  readonly body: T;

  constructor(condition: Expr<boolean>, body: T) {
    this.condition = condition;
    this.body = body;
  }
}

/** A map made from each entry of a map value, or list items made from each item of a list value. */
export class Each<out T> {
  readonly kind: 'entries' | 'items';
  readonly over: Expr<unknown>;
  readonly loop: symbol;
  readonly body: T;

  constructor(kind: 'entries' | 'items', over: Expr<unknown>, loop: symbol, body: T) {
    this.kind = kind;
    this.over = over;
    this.loop = loop;
    this.body = body;
  }
}
