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
  return document(value, { text: '', heads: [], scalars: new Map() });
}

/** Prints objects as one multi-document stream, each but the first behind `---`. */
export function toYamlDocuments(objects: readonly KubeObject[]): string {
  const printer: Printer = { text: '', heads: [], scalars: new Map() };
  return objects.map((object) => document(object, printer)).join('---\n');
}

/** The text so far, and what was printed before: few keys and values differ, most return in every object. */
interface Printer {
  text: string;
  /** By depth: key → the line end before it, its indentation, itself and the colon. */
  readonly heads: Map<string, string>[];
  /** Text → a space and how it is printed. */
  readonly scalars: Map<string, string>;
}

/** Where a value stands, innermost first: made into text only for an error. */
interface Place {
  readonly parent: Place | undefined;
  step: string | number;
}

function document(value: unknown, printer: Printer): string {
  printer.text = '';
  print(value, 0, '', { parent: undefined, step: '' }, printer);
  return `${printer.text.trimStart()}\n`;
}

/**
 * Appends what stands behind a key's colon or a dash, with the space or line end that parts them.
 *
 * @param first the space that parts a dash and the first key of its map, or dash of its list, on one line; else empty
 */
function print(value: unknown, depth: number, first: '' | ' ', place: Place, printer: Printer): void {
  if (typeof value !== 'object' || value === null) printer.text += scalar(value, place, printer);
  else if (Array.isArray(value)) printList(value, depth, first, place, printer);
  else printMap(value as Readonly<Record<string, unknown>>, depth, first, place, printer);
}

function printMap(
  map: Readonly<Record<string, unknown>>,
  depth: number,
  first: '' | ' ',
  parent: Place,
  printer: Printer,
): void {
  const prototype: unknown = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype && prototype !== null) throw notYaml(parent, `it is a ${map.constructor.name}`);
  const heads = (printer.heads[depth] ??= new Map());
  const place: Place = { parent, step: '' };
  let empty = true;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    const head = heads.get(key) ?? newHead(key, depth, parent, heads);
    // A block's first line stands behind the dash: both are at the same column.
    printer.text += empty && first ? first + head.slice(1 + 2 * depth) : head;
    empty = false;
    place.step = key;
    print(value, depth + 1, '', place, printer);
  }
  if (empty) printer.text += ' {}';
}

function newHead(key: string, depth: number, place: Place, heads: Map<string, string>): string {
  const head = `\n${'  '.repeat(depth)}${quote(key, place)}:`;
  heads.set(key, head);
  return head;
}

function printList(list: readonly unknown[], depth: number, first: '' | ' ', parent: Place, printer: Printer): void {
  if (list.length === 0) printer.text += ' []';
  const dash = `\n${'  '.repeat(depth)}-`;
  const place: Place = { parent, step: 0 };
  for (const [index, value] of list.entries()) {
    printer.text += index === 0 && first ? ' -' : dash;
    place.step = index;
    print(value, depth + 1, ' ', place, printer);
  }
}

/** A space and the text of a scalar. */
function scalar(value: unknown, place: Place, { scalars }: Printer): string {
  if (typeof value === 'string') {
    const known = scalars.get(value);
    if (known !== undefined) return known;
    const text = ` ${quote(value, place)}`;
    scalars.set(value, text);
    return text;
  }
  if (value === null || typeof value === 'boolean') return ` ${value}`;
  if (typeof value === 'number' && Number.isFinite(value)) return ` ${number(value)}`;
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
