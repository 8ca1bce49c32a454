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

/** Anything that those two rules must look at: half of a surrogate pair needs one of these as well. */
const NOT_ASCII = /[^\u0020-\u007e]/;

/**
 * Prints data as YAML that Kubernetes' own parser reads back unchanged. No anchors, no folding, keys in their own
 * order, lists indented below their key, `undefined` entries left out.
 *
 * @throws {KubeError} `NOT_YAML` for what is not data: functions, dates, class instances, NaN, lone surrogates
 */
export function toYaml(value: unknown): string {
  return document(value, new Map());
}

/** Prints objects as one multi-document stream, each but the first behind `---`. */
export function toYamlDocuments(objects: readonly KubeObject[]): string {
  const keys: Keys = new Map();
  return objects.map((object) => document(object, keys)).join('---\n');
}

/** Keys as they are printed: few of them differ, and most return in every object. */
type Keys = Map<string, string>;

/** Where a value stands, innermost first: made into text only for an error. */
interface Place {
  readonly parent: Place | undefined;
  step: string | number;
}

function document(value: unknown, keys: Keys): string {
  const place: Place = { parent: undefined, step: '' };
  return isBlock(value) ? block(value, '', place, keys) : `${inline(value, place)}\n`;
}

/** Whether a value takes lines of its own, below its key. */
function isBlock(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  for (const key in value) if ((value as Entries)[key] !== undefined && Object.hasOwn(value, key)) return true;
  return false;
}

type Entries = Readonly<Record<string, unknown>>;

/**
 * The lines of a map or list that has entries.
 *
 * @param first what stands before the first line instead of `indent`: a list item's dash is there already
 */
function block(value: object, indent: string, place: Place, keys: Keys, first = indent): string {
  return Array.isArray(value)
    ? listLines(value, indent, place, keys, first)
    : mapLines(value as Entries, indent, place, keys, first);
}

function mapLines(map: Entries, indent: string, parent: Place, keys: Keys, first: string): string {
  refuseInstance(map, parent);
  const deeper = `${indent}  `;
  const place: Place = { parent, step: '' };
  let text = '';
  let start = first;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    place.step = key;
    text += `${start}${printedKey(key, parent, keys)}`;
    if (isBlock(value)) text += `:\n${block(value, deeper, place, keys)}`;
    else text += `: ${inline(value, place)}\n`;
    start = indent;
  }
  return text;
}

function listLines(list: readonly unknown[], indent: string, parent: Place, keys: Keys, first: string): string {
  const deeper = `${indent}  `;
  const place: Place = { parent, step: 0 };
  let text = '';
  let start = first;
  for (const [index, value] of list.entries()) {
    place.step = index;
    // A block's first line stands behind the dash: both are at the same column.
    text += `${start}- ${isBlock(value) ? block(value, deeper, place, keys, '') : `${inline(value, place)}\n`}`;
    start = indent;
  }
  return text;
}

/** The text of what stands on its key's own line: a scalar, or a map or list without entries. */
function inline(value: unknown, place: Place): string {
  if (typeof value !== 'object' || value === null) return scalar(value, place);
  if (Array.isArray(value)) return '[]';
  refuseInstance(value, place);
  return '{}';
}

function refuseInstance(map: object, place: Place): void {
  const prototype: unknown = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype && prototype !== null) throw notYaml(place, `it is a ${map.constructor.name}`);
}

function printedKey(key: string, place: Place, keys: Keys): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const printed = quote(key, place);
  keys.set(key, printed);
  return printed;
}

function scalar(value: unknown, place: Place): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value, place);
  if (typeof value === 'number' && Number.isFinite(value)) return number(value);
  throw notYaml(place, typeof value === 'number' ? `it is ${value}` : `it is of type ${typeof value}`);
}

/** Integers in full (1e21 would be a float to Kubernetes), small floats with the dot that YAML 1.1 wants. */
function number(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function quote(text: string, place: Place): string {
  if (PLAIN.test(text)) return RESERVED.test(text) ? `"${text}"` : text;
  if (!NOT_ASCII.test(text)) return JSON.stringify(text);
  if (!text.isWellFormed()) throw notYaml(place, 'its text holds half of a surrogate pair');
  return JSON.stringify(text).replace(CONTROLS, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function notYaml(place: Place, because: string): KubeError {
  return new KubeError('NOT_YAML', {
    doing: `print ${pathOf(place)} as YAML`,
    because,
    fix: 'Give plain data: strings, numbers, booleans, null, lists and maps',
  });
}

/** `$.spec.ports[0].name` */
function pathOf({ parent, step }: Place): string {
  if (!parent) return '$';
  return `${pathOf(parent)}${typeof step === 'number' ? `[${step}]` : `.${step}`}`;
}
