/** What a hole can hold in one place of a manifest. */
export type Scalar = string | number | boolean;

/** How a value prints: integers and booleans bare, strings quoted, maps and lists (`json`) as a block. */
export type ValueType = 'string' | 'integer' | 'boolean' | 'json';

/** What a value looks like: of `json` also its elements or its fields, where the schema says them. */
export interface Shape {
  readonly type: ValueType;
  /** Of a list's items, or of the values of a map with free keys. */
  readonly element?: Shape;
  /** Of a map with fixed keys. */
  readonly fields?: Readonly<Record<string, Shape>>;
}

/**
 * The closed expression language. Every node has two meanings: the value it evaluates to, and the Go template action
 * that gives the same value in a Helm chart. Add a node only together with both.
 */
export type Node =
  | { readonly op: 'value'; readonly path: readonly string[]; readonly shape: Shape }
  | { readonly op: 'release'; readonly field: 'Name' | 'Namespace' }
  | {
      readonly op: 'item';
      readonly loop: symbol;
      readonly part: 'key' | 'value';
      /** Fields of an item that is a map. */
      readonly path: readonly string[];
      readonly shape: Shape;
    }
  | { readonly op: 'chart' }
  | { readonly op: 'concat'; readonly parts: readonly (string | Node)[] }
  | { readonly op: 'choose'; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly op: 'b64' | 'sha256'; readonly of: Node }
  | { readonly op: 'required'; readonly of: Node; readonly message: string }
  | { readonly op: 'eq'; readonly of: Node; readonly to: Scalar }
  | { readonly op: 'not' | 'nonEmpty'; readonly of: Node }
  | { readonly op: 'and' | 'or'; readonly of: readonly Node[] };

/** Whatever stands in a manifest in place of data has no text and no JSON yet: a mistake must show at once. */
abstract class Hole {
  toString(): never {
    throw new TypeError('A hole has no string value: write str`…${hole}…` instead of a plain template string.');
  }

  toJSON(): never {
    throw new TypeError('A hole has no JSON value: evaluate the tree first.');
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError('A hole has no value yet: use eq, str and when in place of operators on it.');
  }
}

declare const held: unique symbol;

/** A typed hole in a manifest: stands where a `T` will stand once the values are known. */
export class Expr<out T> extends Hole {
  declare readonly [held]: T;
  readonly node: Node;

  constructor(node: Node) {
    super();
    this.node = node;
  }
}

/** Present only while the condition holds: as a map entry, a list item, or a whole document. */
export class When<out T> extends Hole {
  readonly condition: Expr<boolean>;
  readonly body: T;

  constructor(condition: Expr<boolean>, body: T) {
    super();
    this.condition = condition;
    this.body = body;
  }
}

/** A map made from each entry of a map value, or list items made from each item of a list value. */
export class Each<out T> extends Hole {
  readonly kind: 'entries' | 'items';
  readonly over: Expr<unknown>;
  readonly loop: symbol;
  readonly body: T;

  constructor(kind: 'entries' | 'items', over: Expr<unknown>, loop: symbol, body: T) {
    super();
    this.kind = kind;
    this.over = over;
    this.loop = loop;
    this.body = body;
  }
}

/** A map that several places of a chart use by a name. */
export class Shared<out T> extends Hole {
  readonly name: string;
  readonly body: T;

  constructor(name: string, body: T) {
    super();
    this.name = name;
    this.body = body;
  }
}

/** A map of own entries, and of those entries of another map whose keys are neither own nor reserved. */
export class Merge<out T> extends Hole {
  readonly own: T;
  readonly extra: Expr<unknown> | Shared<unknown>;
  /** Keys of `own`, whether they are there or not, and those that others add beside this map. */
  readonly taken: ReadonlySet<string>;

  constructor(own: T, extra: Expr<unknown> | Shared<unknown>, taken: ReadonlySet<string>) {
    super();
    this.own = own;
    this.extra = extra;
    this.taken = taken;
  }
}
