import { fileURLToPath } from 'node:url';
import { When } from '../hole/expr.ts';

/**
 * Where something was written. A symbol, so that neither manifests nor charts see it; enumerable, so that spreading
 * keeps it.
 */
const WRITTEN_AT: unique symbol = Symbol('written at');

/** Something that remembers its place as an error that nobody throws: its text is only made when somebody asks. */
export interface Written {
  readonly [WRITTEN_AT]: Error;
}

/** The folder of this library, whose own frames are never the place that is meant. */
const OWN = fileURLToPath(new URL('../', import.meta.url));

/** What an object remembers, to be spread into it: the call that led into this library. */
export function writtenHere(): Written {
  return { [WRITTEN_AT]: new Error('written here') };
}

/**
 * Marks a plain literal, so that what is wrong with it is told with its place in the source.
 *
 * @example object<Templated<IConfigMap>>({ apiVersion: 'v1', kind: 'ConfigMap', … })
 */
export function object<T extends object>(literal: T): T {
  return { ...writtenHere(), ...literal }; // a place that is there already is kept
}

/**
 * Where an object or its `metadata` was written.
 *
 * @returns `/home/me/shop/deploy/stack.ts:72:19`, or undefined where nobody remembers
 */
export function sourceOf(tree: unknown): string | undefined {
  if (tree instanceof When) return sourceOf(tree.body);
  const { [WRITTEN_AT]: own, metadata } = (tree ?? {}) as Partial<Written> & { metadata?: Partial<Written> };
  const stack = (own ?? metadata?.[WRITTEN_AT])?.stack;
  return stack === undefined ? undefined : placeOutside(stack, OWN);
}

/** `    at objects (file:///shop/deploy/stack.ts:72:19)`, with or without a name, as a URL or as a path. */
const FRAME = /^\s+at (?:.* \()?((?:file:\/\/)?(?:\/|[A-Z]:\\).*?):(\d+:\d+)\)?$/;

/** The first line of a stack trace that is in a file outside of a folder. */
export function placeOutside(stack: string, folder: string): string | undefined {
  const places = stack.split('\n').flatMap((line) => {
    const [, url = '', position] = FRAME.exec(line) ?? [];
    if (url === '') return [];
    const file = url.startsWith('file://') ? fileURLToPath(url) : url;
    return [{ file, place: `${file}:${position}` }];
  });
  return places.find(({ file }) => !file.startsWith(folder))?.place;
}
