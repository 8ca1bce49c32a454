/** TypeScript that stands in a tree in place of data: `v.replicas.web`. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Longest line, as the workspace's formatter has it. */
const WIDTH = 120;
/** Keys shorter than this keep a long text on their own line. */
const SHORT_KEY = 5;
/** What no editor shows, or shows as something else. */
// oxlint-disable-next-line no-control-regex -- these control characters are the subject
const INVISIBLE = /[\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Prints data as a TypeScript expression, the way oxfmt and prettier would: single quotes, 120 columns, no quotes around
 * keys that need none.
 *
 * @param value plain data, with `Code` in any place
 * @param indent spaces before the line that the expression starts on
 * @param column characters before the expression on that line
 * @param broken set to spread the outermost map over several lines even if one would do
 */
export function printValue(value: unknown, indent = 0, column = indent, broken = false): string {
  const flat = broken ? undefined : printFlat(value);
  if (flat !== undefined && column + flat.length < WIDTH) return flat;
  if (Array.isArray(value) && value.length > 0) return printList(value, indent);
  if (isMap(value) && Object.keys(value).length > 0) return printMap(value, indent);
  if (typeof value === 'string' && value.includes('\n')) return `${printList(value.split('\n'), indent)}.join('\\n')`;
  return flat ?? printFlat(value) ?? '{}';
}

/** Prints a key of a map, with quotes where it needs them. */
function printKey(key: string): string {
  // As a literal key, even in quotes, it would set the prototype.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printText(key);
}

/** Prints a text as a literal that shows all of its characters. */
export function printText(text: string): string {
  const quote = text.split("'").length > text.split('"').length ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(INVISIBLE, (c) => ESCAPES[c] ?? unicode(c))
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, unicode);
  return quote + escaped + quote;
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** On one line; undefined for what never stands on one. */
function printFlat(value: unknown): string | undefined {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value)) {
    if (isMatrix(value)) return undefined;
    const items = value.map((item) => printFlat(item));
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, of]) => [printKey(key), printFlat(of)] as const);
    if (entries.some(([, of]) => of === undefined)) return undefined;
    return entries.length === 0 ? '{}' : `{ ${entries.map(([key, of]) => `${key}: ${of}`).join(', ')} }`;
  }
  return printScalar(value);
}

/** Lists of several maps or lists that have several entries each: one item per line. */
function isMatrix(list: readonly unknown[]): boolean {
  if (list.length < 2) return false;
  const several = (item: unknown): boolean => Object.keys(item as object).length > 1;
  return (
    list.every((item) => isMap(item) && several(item)) || list.every((item) => Array.isArray(item) && several(item))
  );
}

function printScalar(value: unknown): string {
  if (typeof value === 'string') return printText(value);
  if (Object.is(value, -0)) return '-0';
  return String(value).replace('e+', 'e');
}

function printList(list: readonly unknown[], indent: number): string {
  const inner = indent + 2;
  const pad = ' '.repeat(inner);
  if (list.every((item) => typeof item === 'number')) return fill(list, indent);
  const lines = list.map((item) => `${pad}${printValue(item, inner)},\n`);
  return `[\n${lines.join('')}${' '.repeat(indent)}]`;
}

/** Numbers stand side by side, as many as a line holds. */
function fill(numbers: readonly number[], indent: number): string {
  const pad = ' '.repeat(indent + 2);
  const lines: string[] = [];
  for (const number of numbers) {
    const text = `${printScalar(number)},`;
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + text.length <= WIDTH) lines[lines.length - 1] = `${line} ${text}`;
    else lines.push(pad + text);
  }
  return `[\n${lines.join('\n')}\n${' '.repeat(indent)}]`;
}

function printMap(map: Readonly<Record<string, unknown>>, indent: number): string {
  const inner = indent + 2;
  const pad = ' '.repeat(inner);
  const lines = Object.entries(map).map(([key, value]) => {
    const name = printKey(key);
    const text = printValue(value, inner, inner + name.length + 2);
    const long = typeof value === 'string' && !text.startsWith('[') && inner + name.length + 2 + text.length >= WIDTH;
    return `${pad}${name}:${long && name.length >= SHORT_KEY ? `\n${pad}  ` : ' '}${text},\n`;
  });
  return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Code);
}
