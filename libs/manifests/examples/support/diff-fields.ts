/**
 * What differs between two JSON values, one line for each field: `spec.replicas: 2 here, nothing there`. Pure.
 *
 * @param path of both values, for the lines
 */
export function diffFields(here: unknown, there: unknown, path = ''): readonly string[] {
  if (isMap(here) && isMap(there) && Array.isArray(here) === Array.isArray(there)) {
    const keys = new Set([...Object.keys(here), ...Object.keys(there)]);
    return [...keys].flatMap((key) => diffFields(here[key], there[key], path === '' ? key : `${path}.${key}`));
  }
  return Object.is(here, there) ? [] : [`${path}: ${shown(here)} here, ${shown(there)} there`];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
