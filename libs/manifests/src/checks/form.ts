/** What may stand in one place of an object: a form of `shapes.json`, read. */
export type Form =
  | { readonly type: 'any' }
  | { readonly type: 'scalar'; readonly name: ScalarName }
  | { readonly type: 'enum'; readonly allowed: ReadonlySet<string> }
  | { readonly type: 'list' | 'map'; readonly of: Form }
  | { readonly type: 'object'; readonly name: string };

/** Values without parts. */
export type ScalarName = (typeof SCALARS)[number];

const SCALARS = ['string', 'boolean', 'integer', 'intOrString', 'quantity'] as const;

/** Reads `{}[]string` and the like; see `Shapes`. */
export function parseForm(text: string): Form {
  if (text === 'any') return { type: 'any' };
  if (text.startsWith('=')) return { type: 'enum', allowed: new Set(text.slice(1).split('|')) };
  if (text.startsWith('[]')) return { type: 'list', of: parseForm(text.slice(2)) };
  if (text.startsWith('{}')) return { type: 'map', of: parseForm(text.slice(2)) };
  const name = SCALARS.find((scalar) => scalar === text);
  return name ? { type: 'scalar', name } : { type: 'object', name: text };
}
