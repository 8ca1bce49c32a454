import { ManifestError } from './error.ts';
import { goJson } from './go-json.ts';
import { Each, Expr, Merge, Shared, When, type Node } from './hole/expr.ts';

/** What a tree with holes is evaluated against. */
export interface Scope {
  readonly values: unknown;
  readonly release: { readonly Name: string; readonly Namespace: string };
  /** Whether the objects are those of the Helm chart: what `inChart` says. */
  readonly chart?: boolean;
}

/** A scope inside of loops: the current key and value of each. */
interface LoopScope extends Scope {
  readonly loops: ReadonlyMap<symbol, { readonly key: string; readonly value: unknown }>;
}

const ABSENT = Symbol('absent');

/**
 * Fills every hole of a tree: the objects that Helm would make from the chart of the same tree.
 *
 * @returns plain data; `undefined` for a document whose condition does not hold
 * @throws {ManifestError} `REQUIRED` with the message of a `required` whose value is empty
 */
export function evaluate(tree: unknown, scope: Scope): unknown {
  const result = fill(tree, { ...scope, loops: new Map() });
  return result === ABSENT ? undefined : result;
}

function fill(tree: unknown, scope: LoopScope): unknown {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return fillList(tree, scope);
  if (Object.getPrototypeOf(tree) === Object.prototype) return fillMap(tree, scope);
  if (tree instanceof Expr) return valueOf(tree.node, scope);
  if (tree instanceof When) return truthy(valueOf(tree.condition.node, scope)) ? fill(tree.body, scope) : ABSENT;
  if (tree instanceof Each) return fillEntries(tree, scope);
  if (tree instanceof Merge) return fillMerge(tree, scope);
  if (tree instanceof Shared) return fill(tree.body, scope);
  return fillMap(tree, scope);
}

/** Always a new map, also without holes in it: nobody may find his tree in the objects. */
function fillMap(tree: object, scope: LoopScope): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const key of Object.keys(tree)) {
    const value = (tree as Readonly<Record<string, unknown>>)[key];
    const filled = value === undefined ? ABSENT : fill(value, scope);
    if (filled !== ABSENT) put(map, key, filled);
  }
  return map;
}

/** An own entry, whatever the key: assigning to `__proto__` would make none. */
function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

function fillList(tree: readonly unknown[], scope: LoopScope): readonly unknown[] {
  const list: unknown[] = [];
  for (const item of tree) {
    if (item instanceof Each && item.kind === 'items') {
      const over = valueOf(item.over.node, scope) as readonly unknown[];
      for (const [index, value] of over.entries())
        list.push(fill(item.body, enter(scope, item.loop, { key: String(index), value })));
    } else {
      const filled = fill(item, scope);
      if (filled !== ABSENT) list.push(filled);
    }
  }
  return list;
}

function fillEntries(each: Each<unknown>, scope: LoopScope): unknown {
  if (each.kind === 'items') throw new TypeError('eachItem belongs inside a list; eachEntry makes a map.');
  const over = valueOf(each.over.node, scope) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    sortedKeys(over).map((key) => [key, fill(each.body, enter(scope, each.loop, { key, value: over[key] }))]),
  );
}

function fillMerge({ own, extra, taken }: Merge<unknown>, scope: LoopScope): unknown {
  const more = (extra instanceof Shared ? fill(extra, scope) : valueOf(extra.node, scope)) as Record<string, unknown>;
  const keys = (extra instanceof Shared ? Object.keys(more) : sortedKeys(more)).filter((key) => !taken.has(key));
  return { ...(fill(own, scope) as object), ...Object.fromEntries(keys.map((key) => [key, more[key]])) };
}

const SURROGATE = /[\ud800-\udfff]/;

/** In the order of their bytes, as Go sorts the keys of a map. */
function sortedKeys(map: object): readonly string[] {
  const keys = Object.keys(map);
  // Only surrogate pairs make a difference between the order of bytes and that of UTF-16 units.
  if (!keys.some((key) => SURROGATE.test(key))) return keys.sort();
  return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function enter(scope: LoopScope, loop: symbol, at: { key: string; value: unknown }): LoopScope {
  return { ...scope, loops: new Map(scope.loops).set(loop, at) };
}

/** The value of one expression. */
function valueOf(node: Node, scope: LoopScope): unknown {
  switch (node.op) {
    case 'value':
      return valueAt(scope.values, node.path);
    case 'release':
      return scope.release[node.field];
    case 'item':
      return valueAt(itemOf(node.loop, scope)[node.part], node.path);
    case 'chart':
      return scope.chart === true;
    case 'concat':
      return node.parts.map((part) => (typeof part === 'string' ? part : String(valueOf(part, scope)))).join('');
    case 'choose':
      return valueOf(truthy(valueOf(node.condition, scope)) ? node.yes : node.no, scope);
    case 'b64':
      return Buffer.from(String(valueOf(node.of, scope)), 'utf8').toString('base64');
    case 'sha256':
      return digestOf(valueOf(node.of, scope));
    case 'required':
      return requiredValue(valueOf(node.of, scope), node.message);
    case 'eq':
      return valueOf(node.of, scope) === node.to;
    case 'nonEmpty':
      return truthy(valueOf(node.of, scope));
    case 'not':
      return !truthy(valueOf(node.of, scope));
    case 'and':
      return node.of.every((of) => truthy(valueOf(of, scope)));
    case 'or':
      return node.of.some((of) => truthy(valueOf(of, scope)));
    default:
      return node satisfies never;
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const key of path) at = (at as Readonly<Record<string, unknown>>)[key];
  return at;
}

function digestOf(value: unknown): string {
  // Loaded when a digest is asked for: with a warm compile cache, it takes half as long as all of this library.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256')
    .update(typeof value === 'string' ? value : goJson(value))
    .digest('hex');
}

function itemOf(loop: symbol, scope: LoopScope): { readonly key: string; readonly value: unknown } {
  const item = scope.loops.get(loop);
  if (!item) throw new TypeError('The hole of a loop item stands outside of its loop.');
  return item;
}

function requiredValue(value: unknown, message: string): unknown {
  if (value !== undefined && value !== null && value !== '') return value;
  throw new ManifestError('REQUIRED', { doing: 'evaluate the stack', because: message, fix: 'give the value' });
}

/** What Go templates call true: anything but false, zero and the empty. */
function truthy(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
