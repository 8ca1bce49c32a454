/** Schemas for values without holes inside. A path of their own: nothing else here loads zod. */
import * as z from 'zod';

declare const kept: unique symbol;

/** A value that goes into a manifest as it is: `T` says what it must be there, its parts have no holes of their own. */
export interface Opaque<T> {
  readonly [kept]: T;
}

/**
 * Helm prints what it does not look into with `toYaml`, which gives nothing at all for a text with control characters,
 * and reads the key `<<` back as a merge.
 */
const UNPRINTABLE = String.raw`\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff`;
const PRINTABLE = new RegExp(`^[^${UNPRINTABLE}]*$`, 'u');
const KEY = new RegExp(`^([^<${UNPRINTABLE}][^${UNPRINTABLE}]*)?$`, 'u');

const anything: z.ZodType = z.lazy(() =>
  z.union([z.string().regex(PRINTABLE, 'must have no control characters'), z.int(), z.boolean(), list, map]),
);
const list = z.array(anything);
const map = z.record(z.string().regex(KEY, 'must have no control characters and not begin with "<"'), anything);

/**
 * A schema for a map that a manifest takes as it is, such as an affinity: one hole, whatever is in it.
 *
 * @example affinity: opaqueMap<IAffinity>('Where pods may run.')
 */
export function opaqueMap<T>(describe: string): z.ZodType<Opaque<T>> {
  return map.default({}).describe(describe) as unknown as z.ZodType<Opaque<T>>;
}

/**
 * A schema for a list that a manifest takes as it is, such as tolerations.
 *
 * @example tolerations: opaqueList<IToleration[]>('Taints that pods put up with.')
 */
export function opaqueList<T extends readonly unknown[]>(describe: string): z.ZodType<Opaque<T>> {
  return list.default([]).describe(describe) as unknown as z.ZodType<Opaque<T>>;
}
