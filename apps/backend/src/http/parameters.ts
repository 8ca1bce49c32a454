import * as z from 'zod';

/**
 * A whole number in an address: digits alone, so that neither `1e3`, `0x10` nor an empty text count as one.
 *
 * @param schema the rules for the number; a default or `optional` among them lets the parameter be absent
 */
export function integerParameter<S extends z.ZodType<number | undefined>>(schema: S): z.ZodPreprocess<S> {
  return z.preprocess((text) => (typeof text === 'string' && /^-?\d{1,16}$/.test(text) ? Number(text) : text), schema);
}
