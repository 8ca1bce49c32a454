/** A place in an object. Written out only for what is wrong: most places are not. */
export interface Place {
  readonly up: Place | undefined;
  readonly key: string | number;
}

/** `spec.containers[0]`; keys with dots in brackets, as `metadata.labels["app.kubernetes.io/name"]`. */
export function formatPlace(place: Place | undefined): string {
  if (!place) return '';
  const { up, key } = place;
  if (typeof key === 'number') return `${formatPlace(up)}[${key}]`;
  return join(formatPlace(up), key);
}

/** The path of a key inside of a map. */
export function join(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
