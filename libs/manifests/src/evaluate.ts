import { createHash } from 'node:crypto';
import { ManifestError } from './error.ts';
import { Each, Expr, When, type Node } from './hole/expr.ts';

/** What a tree with holes is evaluated against. */
export interface Scope {
  readonly values: unknown;
  readonly release: { readonly Name: string; readonly Namespace: string };
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
  if (tree instanceof Expr) return valueOf(tree.node, scope);
  if (tree instanceof When) return truthy(valueOf(tree.condition.node, scope)) ? fill(tree.body, scope) : ABSENT;
  if (tree instanceof Each) return fillEntries(tree, scope);
  if (Array.isArray(tree)) return tree.flatMap((item) => fillItem(item, scope));
  if (typeof tree !== 'object' || tree === null) return tree;
  const entries = Object.entries(tree).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, fill(value, scope)]).filter(([, value]) => value !== ABSENT),
  );
}

function fillItem(item: unknown, scope: LoopScope): readonly unknown[] {
  if (item instanceof Each && item.kind === 'items') {
    const over = valueOf(item.over.node, scope) as readonly unknown[];
    return over.map((value, index) => fill(item.body, enter(scope, item.loop, { key: String(index), value })));
  }
  const filled = fill(item, scope);
  return filled === ABSENT ? [] : [filled];
}

function fillEntries(each: Each<unknown>, scope: LoopScope): unknown {
  if (each.kind === 'items') throw new TypeError('eachItem belongs inside a list; eachEntry makes a map.');
  const over = valueOf(each.over.node, scope) as Readonly<Record<string, unknown>>;
  const keys = Object.keys(over).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Object.fromEntries(
    keys.map((key) => [key, fill(each.body, enter(scope, each.loop, { key, value: over[key] }))]),
  );
}

function enter(scope: LoopScope, loop: symbol, at: { key: string; value: unknown }): LoopScope {
  return { ...scope, loops: new Map(scope.loops).set(loop, at) };
}

/** The value of one expression. */
function valueOf(node: Node, scope: LoopScope): unknown {
  switch (node.op) {
    case 'value':
      return node.path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], scope.values);
    case 'release':
      return scope.release[node.field];
    case 'item':
      return itemOf(node.loop, scope)[node.part];
    case 'concat':
      return node.parts.map((part) => (typeof part === 'string' ? part : String(valueOf(part, scope)))).join('');
    case 'choose':
      return valueOf(truthy(valueOf(node.condition, scope)) ? node.yes : node.no, scope);
    case 'b64':
      return Buffer.from(String(valueOf(node.of, scope)), 'utf8').toString('base64');
    case 'sha256':
      return createHash('sha256')
        .update(String(valueOf(node.of, scope)))
        .digest('hex');
    case 'required':
      return requiredValue(valueOf(node.of, scope), node.message);
    case 'eq':
      return valueOf(node.of, scope) === node.to;
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
