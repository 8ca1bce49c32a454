/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a plain JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object behind a path of field names, or `undefined` where the path ends early. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject | undefined {
  let here = value;
  for (const field of path) here = isObject(here) ? here[field] : undefined;
  return isObject(here) ? here : undefined;
}

/** The objects of the list behind a path; an empty list where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly JsonObject[] {
  const holder = objectAt(value, ...path.slice(0, -1));
  const list = holder?.[path.at(-1) ?? ''];
  return Array.isArray(list) ? list.filter((item) => isObject(item)) : [];
}

/** The string behind a path, or `undefined`. */
export function stringAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = objectAt(value, ...path.slice(0, -1))?.[path.at(-1) ?? ''];
  return typeof text === 'string' ? text : undefined;
}

/** One text per JSON value: keys sorted at every depth, fields that are `undefined` left out. Equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${fields.join(',')}}`;
}
