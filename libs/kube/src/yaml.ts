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
  const texts: Texts = new Map();
  return objects.map((object) => document(object, texts)).join('---\n');
}

/** Keys and values as they are printed: few of them differ, and most return in every object. */
type Texts = Map<string, string>;

/** Where a value stands, innermost first: made into text only for an error. */
interface Place {
  readonly parent: Place | undefined;
  step: string | number;
}

function document(value: unknown, texts: Texts): string {
  const place: Place = { parent: undefined, step: '' };
  if (typeof value !== 'object' || value === null) return `${scalar(value, place, texts)}\n`;
  return block(value, '', place, texts) || `${emptyOf(value)}\n`;
}

/**
 * The lines of a map or list; empty where it has no entries.
 *
 * @param first what stands before the first line instead of `indent`: a list item's dash is there already
 */
function block(value: object, indent: string, place: Place, texts: Texts, first = indent): string {
  return Array.isArray(value)
    ? listLines(value, indent, place, texts, first)
    : mapLines(value as Readonly<Record<string, unknown>>, indent, place, texts, first);
}

function mapLines(
  map: Readonly<Record<string, unknown>>,
  indent: string,
  parent: Place,
  texts: Texts,
  first: string,
): string {
  refuseInstance(map, parent);
  const deeper = `${indent}  `;
  const place: Place = { parent, step: '' };
  let text = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    place.step = key;
    const start = text === '' ? first : indent;
    if (typeof value === 'object' && value !== null) {
      const lines = block(value, deeper, place, texts);
      const head = start + quote(key, parent, texts);
      text += lines === '' ? `${head}: ${emptyOf(value)}\n` : `${head}:\n${lines}`;
    } else text += `${start}${quote(key, parent, texts)}: ${scalar(value, place, texts)}\n`;
  }
  return text;
}

function listLines(list: readonly unknown[], indent: string, parent: Place, texts: Texts, first: string): string {
  const deeper = `${indent}  `;
  const place: Place = { parent, step: 0 };
  let text = '';
  for (const [index, value] of list.entries()) {
    place.step = index;
    text += `${text === '' ? first : indent}- `;
    // A block's first line stands behind the dash: both are at the same column.
    if (typeof value === 'object' && value !== null)
      text += block(value, deeper, place, texts, '') || `${emptyOf(value)}\n`;
    else text += `${scalar(value, place, texts)}\n`;
  }
  return text;
}

function emptyOf(value: object): string {
  return Array.isArray(value) ? '[]' : '{}';
}

function refuseInstance(map: object, place: Place): void {
  const prototype: unknown = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype && prototype !== null) throw notYaml(place, `it is a ${map.constructor.name}`);
}

function scalar(value: unknown, place: Place, texts: Texts): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value, place, texts);
  if (typeof value === 'number' && Number.isFinite(value)) return number(value);
  throw notYaml(place, typeof value === 'number' ? `it is ${value}` : `it is of type ${typeof value}`);
}

/** Integers in full (1e21 would be a float to Kubernetes), small floats with the dot that YAML 1.1 wants. */
function number(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function quote(text: string, place: Place, texts: Texts): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const printed = quoted(text, place);
  texts.set(text, printed);
  return printed;
}

function quoted(text: string, place: Place): string {
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
