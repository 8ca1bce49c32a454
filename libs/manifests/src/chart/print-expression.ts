import type { Node, ValueType } from '../hole/expr.ts';

/** Where an expression stands in a template. */
export interface ExpressionScope {
  /** `$` inside of loops, where the dot is the current item; else empty. */
  readonly root: '' | '$';
  /** The loops around, by the number in the names of their variables: `$k0`, `$v0`. */
  readonly loops: ReadonlyMap<symbol, number>;
}

/** Outside of any loop. */
export const TOP: ExpressionScope = { root: '', loops: new Map() };

/** What an expression gives, and so how it is printed. */
export function typeOf(node: Node): ValueType {
  switch (node.op) {
    case 'value':
    case 'item':
      return node.shape.type;
    case 'release':
    case 'concat':
    case 'b64':
    case 'sha256':
      return 'string';
    case 'required':
      return typeOf(node.of);
    case 'choose':
      return typeOf(node.yes);
    default:
      return 'boolean';
  }
}

/**
 * The pipeline that gives the value of an expression, without the braces around it.
 *
 * @example `printf "%s:%s" .Values.image.repository .Values.image.tag`
 */
export function pipelineOf(node: Node, scope: ExpressionScope = TOP): string {
  const operand = operandOf(node, scope);
  if (typeOf(node) === 'integer') return `int64 ${operand}`;
  return operand.startsWith('(') ? operand.slice(1, -1) : operand;
}

/** The same as an operand of another action: in parentheses where it is a call. */
export function operandOf(node: Node, scope: ExpressionScope): string {
  switch (node.op) {
    case 'value':
      return field(`${scope.root}.Values`, node.path);
    case 'release':
      return `${scope.root}.Release.${node.field}`;
    case 'item':
      return field(`$${node.part === 'key' ? 'k' : 'v'}${loopNumber(node.loop, scope)}`, node.path);
    case 'chart':
      return 'true';
    case 'concat':
      return concat(node.parts, scope);
    case 'choose': {
      const chosen = constantOf(node.condition);
      if (chosen !== undefined) return operandOf(chosen ? node.yes : node.no, scope);
      return `(ternary ${argument(node.yes, scope)} ${argument(node.no, scope)} ${operandOf(node.condition, scope)})`;
    }
    case 'b64':
      return `(b64enc ${operandOf(node.of, scope)})`;
    case 'sha256':
      return `(sha256sum ${typeOf(node.of) === 'json' ? `(toJson ${operandOf(node.of, scope)})` : operandOf(node.of, scope)})`;
    case 'required':
      return `(required ${goString(node.message)} ${operandOf(node.of, scope)})`;
    case 'eq':
      return `(eq ${argument(node.of, scope)} ${typeof node.to === 'string' ? goString(node.to) : node.to})`;
    case 'nonEmpty':
      return `(not (empty ${operandOf(node.of, scope)}))`;
    case 'not':
      return `(not ${operandOf(node.of, scope)})`;
    case 'and':
    case 'or':
      return logic(node.op, node.of, scope);
    default:
      return node satisfies never;
  }
}

/** What a condition is in every chart, whatever the values are; undefined where they decide. */
export function constantOf(node: Node): boolean | undefined {
  switch (node.op) {
    case 'chart':
      return true;
    case 'not': {
      const of = constantOf(node.of);
      return of === undefined ? undefined : !of;
    }
    case 'and':
    case 'or': {
      const all = new Set(node.of.map(constantOf));
      const decides = node.op === 'or';
      if (all.has(decides)) return decides;
      return all.has(undefined) ? undefined : !decides;
    }
    default:
      return undefined;
  }
}

/** A Go string literal. */
export function goString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text holds half of a surrogate pair: a template cannot.');
  return JSON.stringify(text).replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Characters that an editor does not show, or a parser of YAML may eat. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Numbers of values are floats to Go, and print as `1e+06`: all of ours are whole. */
function argument(node: Node, scope: ExpressionScope): string {
  return typeOf(node) === 'integer' ? `(int64 ${operandOf(node, scope)})` : operandOf(node, scope);
}

function concat(parts: readonly (string | Node)[], scope: ExpressionScope): string {
  const holes = parts.filter((part) => typeof part !== 'string');
  if (holes.length === 0) return goString(parts.map(String).join(''));
  const format = parts.map((part) => {
    if (typeof part === 'string') return part.replaceAll('%', '%%');
    return typeOf(part) === 'integer' ? '%d' : '%s';
  });
  return `(printf ${goString(format.join(''))} ${holes.map((hole) => argument(hole, scope)).join(' ')})`;
}

function logic(op: 'and' | 'or', of: readonly Node[], scope: ExpressionScope): string {
  const open = of.filter((node) => constantOf(node) !== (op === 'and'));
  const [first] = open;
  if (!first) return String(op === 'and');
  if (open.length === 1) return operandOf(first, scope);
  return `(${op} ${open.map((node) => operandOf(node, scope)).join(' ')})`;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A dash in a key would be a minus to Go. */
function field(start: string, path: readonly string[]): string {
  if (path.every((key) => IDENTIFIER.test(key))) return [start, ...path].join('.');
  return `(index ${start} ${path.map(goString).join(' ')})`;
}

function loopNumber(loop: symbol, { loops }: ExpressionScope): number {
  const number = loops.get(loop);
  if (number === undefined) throw new TypeError('The hole of a loop item stands outside of its loop.');
  return number;
}
