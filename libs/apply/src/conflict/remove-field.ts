import { isObject } from '../json.ts';

/**
 * A copy of `value` without the field that a conflict names. Names with dots in them (annotations) are resolved against
 * the value itself, as the server's notation does not quote them.
 *
 * @param field the server's notation: `.spec.replicas`, `.spec.ports[port=80,protocol="TCP"].nodePort`
 * @returns the same value when nothing is there under that name
 */
export function removeField<T>(value: T, field: string): T {
  return without(value, field) as T;
}

function without(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return withoutInList(value, field);
  if (!isObject(value) || !field.startsWith('.')) return value;
  const path = field.slice(1);
  const key = Object.keys(value)
    .filter((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`))
    .toSorted((a, b) => b.length - a.length)[0];
  if (key === undefined) return value;
  const rest = path.slice(key.length);
  const { [key]: found, ...others } = value;
  return rest === '' ? others : { ...others, [key]: without(found, rest) };
}

function withoutInList(list: readonly unknown[], field: string): readonly unknown[] {
  const selector = /^\[([^\]]*)\]/.exec(field);
  if (!selector?.[1]) return list;
  const rest = field.slice(selector[0].length);
  const wanted = selector[1].split(',').map((pair) => {
    const at = pair.indexOf('=');
    return { key: pair.slice(0, at), value: pair.slice(at + 1) };
  });
  const matches = (item: unknown): boolean =>
    isObject(item) && wanted.every(({ key, value }) => JSON.stringify(item[key]) === value);
  if (rest === '') return list.filter((item) => !matches(item));
  return list.map((item) => (matches(item) ? without(item, rest) : item));
}
