import fc from 'fast-check';

/** A map of values, as an overlay file holds it. */
export type Overlay = Readonly<Record<string, unknown>>;

/** A zod schema, as far as it matters here. */
interface Schema {
  readonly def: unknown;
}

/** The parts of a zod schema's definition that say which values it takes. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly element?: Schema;
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly pattern?: RegExp } } }[];
}

/** Texts that YAML, Go templates or shells would take for something else. */
const TEXTS = [
  ['', ' ', 'no', 'NO', 'on', 'y', '~', 'null', '1e3', '0x1f', '012', '1_000', '190:20:30', '.inf', '<<', '=', '*a'],
  ['{{ .Values }}', '{{', '}}', '{{- /* x */ -}}', '%s %d', '"', "'", '\\', '\\n', '`', 'a: b', '- a', '# a', '| a'],
  ['\n', '\t', '\r\n', '\u0000', '\u001b', '\u007f', '\u0085', '\u2028', '\ufeff', 'é', '\u{1f600}', ' a ', '$(a)'],
  ['x'.repeat(300)],
].flat();
export const NASTY = fc.constantFrom(...TEXTS);
const SCALAR = fc.oneof(
  NASTY,
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

/** What a manifest takes as it is, good or bad. */
const { tree: ANYTHING } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    NASTY,
    fc.integer(),
    fc.boolean(),
    fc.oneof({ weight: 12, arbitrary: NASTY }, { weight: 1, arbitrary: fc.constantFrom(null, 1.5) }),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom('key', 'operator', 'no', 'a b', '1'), NASTY), tie('tree'), { maxKeys: 3 }),
  ),
}));

/** Mostly what the schema takes, sometimes anything. */
function mostly(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 10, arbitrary: good }, { weight: 1, arbitrary: SCALAR });
}

function valueFor(schema: Schema): fc.Arbitrary<unknown> {
  const { type, innerType, shape, entries, element, keyType, valueType, checks = [] } = schema.def as Definition;
  if (innerType) return valueFor(innerType);
  if (entries) return mostly(fc.constantFrom(...Object.values(entries)));
  if (shape) return fc.record(Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, valueFor(field)])));
  if (type === 'boolean') return mostly(fc.boolean());
  if (type === 'number')
    return mostly(fc.oneof(fc.integer({ min: -1, max: 60 }), fc.constantFrom(1000, 1001, 2 ** 31)));
  if (type === 'lazy') return ANYTHING;
  if (type === 'array' && element) return mostly(fc.array(valueFor(element), { maxLength: 3 }));
  if (type === 'record' && keyType && valueType) {
    return mostly(fc.dictionary(keyFor(keyType), valueFor(valueType), { maxKeys: 3 }));
  }
  const patterns = checks.flatMap(({ _zod }) => _zod.def.pattern ?? []);
  const good = patterns.map((pattern) => fc.stringMatching(pattern, { size: 'small' }));
  return mostly(fc.oneof(...(good.length > 0 ? good : [NASTY, fc.string({ unit: 'binary' })])));
}

function keyFor(schema: Schema): fc.Arbitrary<string> {
  return valueFor(schema).map((key) => (typeof key === 'string' && key !== '__proto__' ? key : 'key'));
}

/** One change of the values: a leaf, a whole section, a key that nobody knows, or what charts within charts share. */
interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}

function changesOf(schema: Schema, path: readonly string[] = []): readonly fc.Arbitrary<Change>[] {
  const { innerType, shape } = schema.def as Definition;
  if (innerType) return changesOf(innerType, path);
  if (!shape) return [valueFor(schema).map((value) => ({ path, value }))];
  return Object.entries(shape).flatMap(([key, field]) => changesOf(field, [...path, key]));
}

function sectionsOf(schema: Schema, path: readonly string[] = []): readonly (readonly string[])[] {
  const { innerType, shape } = schema.def as Definition;
  if (innerType) return sectionsOf(innerType, path);
  if (!shape) return [];
  return [path, ...Object.entries(shape).flatMap(([key, field]) => sectionsOf(field, [...path, key]))];
}

/**
 * Overlays on the values of a schema, about half of them good.
 *
 * @param base is in every overlay, unless a change takes it away
 */
export function overlays(schema: Schema, base: Overlay): fc.Arbitrary<Overlay> {
  const sections = sectionsOf(schema);
  const leaf = fc.oneof(...changesOf(schema));
  const section = fc.record({ path: fc.constantFrom(...sections.slice(1)), value: SCALAR });
  const unknown = fc
    .tuple(fc.constantFrom(...sections), fc.constantFrom('x', 'Replicas', 'tag ', 'null'))
    .map(([path, key]) => ({ path: [...path, key], value: 1 }));
  const global = fc.record({ path: fc.constant(['global']), value: fc.oneof(SCALAR, fc.constant({ a: 1 })) });
  const change = fc.oneof(
    { weight: 40, arbitrary: leaf },
    { weight: 1, arbitrary: section },
    { weight: 1, arbitrary: unknown },
    { weight: 1, arbitrary: global },
  );
  return fc
    .array(change, { minLength: 1, maxLength: 5 })
    .map((changes) => changes.reduce((overlay, { path, value }) => put(overlay, path, value), base));
}

function put(overlay: Overlay, [key = '', ...rest]: readonly string[], value: unknown): Overlay {
  const { [key]: inner } = overlay;
  const within = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Overlay) : {};
  return { ...overlay, [key]: rest.length === 0 ? value : put(within, rest, value) };
}
