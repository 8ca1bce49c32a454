/** A map of unknown data. */
export type DataMap = Readonly<Record<string, unknown>>;

/** Whether data is a map, and no list and no scalar. */
export function isMap(value: unknown): value is DataMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
