/** Text that every YAML reader, 1.1 and 1.2, takes for the string that it is. */
const PLAIN = /^[A-Za-z_/][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * One string as a YAML scalar: plain only where no reader could take it for anything else, else JSON with control
 * characters escaped. Kubernetes reads YAML 1.1, where `no`, `1_000` and `0b11` are not strings.
 *
 * @throws TypeError for a lone surrogate, which no encoding can carry
 */
export function yamlString(text: string): string {
  if (!text.isWellFormed())
    throw new TypeError(`${JSON.stringify(text)} holds a lone surrogate and has no UTF-8 form.`);
  if (PLAIN.test(text) && !RESERVED.test(text)) return text;
  const escape = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(UNPRINTABLE, escape);
}

function scalar(value: unknown, path: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return yamlString(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) {
    return Number.isSafeInteger(value) ? BigInt(value).toString() : String(value);
  }
  throw new TypeError(
    `${path || 'The value'} is of type ${typeof value} and has no YAML form. Use text, numbers, booleans, lists and maps.`,
  );
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

function entries(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** The lines of a collection; the first carries no indent, so that a list item can put it behind its dash. */
function lines(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const [first = '', ...rest] = block(item, `${path}[${index}]`);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  return entries(value as Readonly<Record<string, unknown>>).flatMap(([key, item]) => {
    const inner = block(item, path ? `${path}.${key}` : key);
    const nested = (Array.isArray(item) && item.length > 0) || (isMap(item) && entries(item).length > 0);
    if (!nested) return [`${yamlString(key)}: ${inner[0]}`];
    return [`${yamlString(key)}:`, ...inner.map((line) => `  ${line}`)];
  });
}

function block(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : lines(value, path);
  if (isMap(value)) return entries(value).length === 0 ? ['{}'] : lines(value, path);
  return [scalar(value, path)];
}

/**
 * A value as block-style YAML that Kubernetes, Helm and YAML 1.2 readers all understand alike. No anchors, no folding,
 * keys in the order of the object; undefined entries are left out.
 *
 * @throws TypeError naming the path of a value without a YAML form
 */
export function toYaml(value: unknown): string {
  return `${block(value, '').join('\n')}\n`;
}

/** Several objects as one YAML stream. */
export function toYamlDocuments(objects: readonly unknown[]): string {
  return objects.map(toYaml).join('---\n');
}
