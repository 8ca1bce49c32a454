import { isDeepStrictEqual } from 'node:util';

/** One step of a patch as RFC 6902 defines it; the paths are JSON Pointers. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/**
 * The steps that make `after` of `before`, both plain data. Pure. Lists are compared from both ends, so that an entry
 * that comes or goes in the middle is one step; steps on lists are positional and have to be applied in their order.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function diff(before: unknown, after: unknown, path = ''): readonly Operation[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isMap(before) && isMap(after)) return diffMaps(before, after, path);
  return [{ op: 'replace', path, value: after }];
}

type Map = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function diffMaps(before: Map, after: Map, path: string): readonly Operation[] {
  const at = (key: string): string => `${path}/${escapeKey(key)}`;
  const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key));
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const come = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  return [
    ...kept.flatMap((key) => diff(before[key], after[key], at(key))),
    ...gone.map((key): Operation => ({ op: 'remove', path: at(key) })),
    ...come.map((key): Operation => ({ op: 'add', path: at(key), value: after[key] })),
  ];
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly Operation[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isDeepStrictEqual(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const old = before.slice(head, before.length - tail);
  const own = after.slice(head, after.length - tail);
  const common = Math.min(old.length, own.length);
  const at = (offset: number): string => `${path}/${head + offset}`;
  return [
    ...old.slice(0, common).flatMap((entry, offset) => diff(entry, own[offset], at(offset))),
    // What is left moves up one place with every step.
    ...old.slice(common).map((): Operation => ({ op: 'remove', path: at(common) })),
    ...own.slice(common).map((value, offset): Operation => ({ op: 'add', path: at(common + offset), value })),
  ];
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
