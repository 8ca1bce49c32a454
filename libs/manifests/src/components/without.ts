/**
 * A map without some of its entries: takes a default of a component away, where spreading can only replace it.
 *
 * @example { ...deployment, spec: without(deployment.spec, 'revisionHistoryLimit') }
 */
export function without<T extends object, K extends keyof T>(map: T, ...keys: readonly K[]): Omit<T, K> {
  const gone: ReadonlySet<PropertyKey> = new Set(keys);
  return Object.fromEntries(Object.entries(map).filter(([key]) => !gone.has(key))) as Omit<T, K>;
}
