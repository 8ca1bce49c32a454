/**
 * JSON as Go 1.22 and newer write it, and so Helm's `toJson`: keys in the order of their bytes, and `<`, `>`, `&`,
 * U+2028 and U+2029 escaped.
 *
 * @param value plain data with whole numbers only
 * @see https://pkg.go.dev/encoding/json#Marshal
 */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    // Not by way of a sorted object: JavaScript puts keys such as "10" first.
    const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
