/** Reading of unstructured JSON: what is absent or of another type is `undefined`, never an exception. */
export type Fields = Readonly<Record<string, unknown>>;

/** The map at a path of keys; empty when there is none. */
export function fieldsAt(from: unknown, ...path: readonly string[]): Fields {
  let at: unknown = from;
  for (const key of path) at = isFields(at) ? at[key] : undefined;
  return isFields(at) ? at : {};
}

/** The list of maps at a path of keys; empty when there is none. */
export function listAt(from: unknown, ...path: readonly string[]): readonly Fields[] {
  const parent = fieldsAt(from, ...path.slice(0, -1));
  const list = parent[path.at(-1) ?? ''];
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** The number under a key. */
export function numberIn(from: Fields, key: string): number | undefined {
  const value = from[key];
  return typeof value === 'number' ? value : undefined;
}

/** The text under a key; empty when there is none. */
export function textIn(from: Fields, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
