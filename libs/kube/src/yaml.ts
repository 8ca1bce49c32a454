import { KubeError } from './error.ts';
import type { KubeObject } from './object.ts';

/**
 * Text that YAML 1.1 (what Kubernetes and Helm parse with) and YAML 1.2 both read as this very string without quotes.
 * Everything else is quoted: a bare `no` is `false` to Kubernetes, a bare `1_000` is a number.
 */
const PLAIN = /^[A-Za-z_/][\w./-]*(?: [\w./-]+)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
/** Legal in JSON but not in a YAML double-quoted string, or eaten by one of the parsers. */
// oxlint-disable-next-line no-control-regex -- these control characters are the subject
const CONTROLS = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Prints data as YAML that Kubernetes' own parser reads back unchanged. No anchors, no folding, keys in their own
 * order, lists indented below their key, `undefined` entries left out.
 *
 * @throws {KubeError} `NOT_YAML` for what is not data: functions, dates, class instances, NaN, lone surrogates
 */
export function toYaml(value: unknown): string {
  const lines: string[] = [];
  const head = print(value, '', '$', lines);
  return head === '' ? `${lines.join('\n')}\n` : `${head}\n`;
}

/** Prints objects as one multi-document stream, each but the first behind `---`. */
export function toYamlDocuments(objects: readonly KubeObject[]): string {
  return objects.map((object) => toYaml(object)).join('---\n');
}

/** Pushes a block's lines, or returns the text that stands on the key's own line. */
function print(value: unknown, indent: string, path: string, lines: string[]): string {
  if (Array.isArray(value)) return printList(value, indent, path, lines);
  if (typeof value === 'object' && value !== null) return printMap(value, indent, path, lines);
  return scalar(value, path);
}

function printMap(map: object, indent: string, path: string, lines: string[]): string {
  const prototype: unknown = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype && prototype !== null) throw notYaml(path, `it is a ${map.constructor.name}`);
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return '{}';
  for (const [key, value] of entries) {
    const at = lines.length;
    const head = print(value, `${indent}  `, `${path}.${key}`, lines);
    lines.splice(at, 0, `${indent}${quote(key, path)}:${head && ` ${head}`}`);
  }
  return '';
}

function printList(list: readonly unknown[], indent: string, path: string, lines: string[]): string {
  if (list.length === 0) return '[]';
  for (const [index, value] of list.entries()) {
    const at = lines.length;
    const head = print(value, `${indent}  `, `${path}[${index}]`, lines);
    // A block's first line moves up behind the dash: both stand at the same column.
    if (head === '') lines[at] = `${indent}- ${(lines[at] ?? '').slice(indent.length + 2)}`;
    else lines.push(`${indent}- ${head}`);
  }
  return '';
}

function scalar(value: unknown, path: string): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value, path);
  if (typeof value === 'number' && Number.isFinite(value)) return number(value);
  throw notYaml(path, typeof value === 'number' ? `it is ${value}` : `it is of type ${typeof value}`);
}

/** Integers in full (1e21 would be a float to Kubernetes), small floats with the dot that YAML 1.1 wants. */
function number(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function quote(text: string, path: string): string {
  if (!text.isWellFormed()) throw notYaml(path, 'its text holds half of a surrogate pair');
  if (PLAIN.test(text) && !RESERVED.test(text)) return text;
  return JSON.stringify(text).replace(CONTROLS, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function notYaml(path: string, because: string): KubeError {
  return new KubeError('NOT_YAML', {
    doing: `print ${path} as YAML`,
    because,
    fix: 'Give plain data: strings, numbers, booleans, null, lists and maps',
  });
}
