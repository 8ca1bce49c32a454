import {
  and,
  b64,
  choose,
  concat,
  eachEntry,
  eachItem,
  eq,
  inChart,
  merge,
  nonEmpty,
  not,
  or,
  release,
  sha256,
  shared,
  when,
  type Expr,
  type Holes,
} from '@nx-kube/manifests';
import { opaqueList, opaqueMap } from '@nx-kube/manifests/values';
import fc from 'fast-check';
import * as z from 'zod';
import { NASTY } from './overlay-arbitrary.ts';

/** Values of every shape that a chart can hold, at paths that Go cannot write with dots, too. */
export const TreeValues = z.strictObject({
  text: z.string().default(''),
  'other-text': z.strictObject({ 'a.b': z.string().default('') }).prefault({}),
  count: z.int().default(0),
  on: z.boolean().default(true),
  off: z.boolean().default(false),
  map: z.record(z.string(), z.string()).default({}),
  numbers: z.record(z.string(), z.int()).default({}),
  list: z.array(z.string()).default([]),
  records: z.array(z.strictObject({ name: z.string(), size: z.int(), on: z.boolean() })).default([]),
  place: opaqueMap<Record<string, unknown>>('Anything.'),
  places: opaqueList<unknown[]>('Anything.'),
});
export type TreeValues = z.infer<typeof TreeValues>;

const text = fc.oneof(NASTY, fc.string({ unit: 'binary' }));
const count = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, 1000000, 2 ** 53 - 1, -(2 ** 53 - 1)));
const key = text.filter((name) => name !== '__proto__');
const map = fc.dictionary(key, text, { maxKeys: 3 });

/** What a manifest can take as it is: see `opaqueMap`. */
const printable = text.filter((of) => !/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u.test(of) && of.isWellFormed());
const { good } = fc.letrec<{ good: unknown }>((tie) => ({
  good: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(printable, count, fc.boolean()),
    fc.array(tie('good'), { maxLength: 3 }),
    fc.dictionary(
      printable.filter((name) => !name.startsWith('<') && name !== '__proto__'),
      tie('good'),
      { maxKeys: 3 },
    ),
  ),
}));

/** Values for the schema above. */
export const treeValues: fc.Arbitrary<unknown> = fc.record({
  text,
  'other-text': fc.record({ 'a.b': text }),
  count,
  on: fc.boolean(),
  off: fc.boolean(),
  map,
  numbers: fc.dictionary(key, count, { maxKeys: 3 }),
  list: fc.array(text, { maxLength: 3 }),
  records: fc.array(fc.record({ name: text, size: count, on: fc.boolean() }), { maxLength: 3 }),
  place: fc.dictionary(fc.constantFrom('key', 'no', 'a b', '1', 'é'), good, { maxKeys: 3 }),
  places: fc.array(good, { maxLength: 3 }),
});

/** Parts of documents, written against the holes of the schema above. */
export function trees(v: Holes<TreeValues>): fc.Arbitrary<object> {
  const condition = conditions(v);
  const string = strings(v, condition);
  const scalar = fc.oneof(text, string, count, fc.constant(v.count), fc.boolean(), fc.constant(null), condition);
  const labels = shared('labels', merge({ first: 'x', text: v.text }, v.map, ['own']));
  const own = fc.tuple(text, fc.dictionary(key, fc.oneof(text, string), { maxKeys: 2 }));
  const merged = fc.record({ own, map: fc.constant(v.map), reserved: fc.array(key, { maxLength: 2 }) });
  const { tree } = fc.letrec<{ tree: unknown; node: object }>((tie) => ({
    tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, scalar, tie('node')),
    node: fc.oneof(
      fc.dictionary(key, maybe(tie('tree')), { maxKeys: 4 }),
      fc.array(fc.oneof({ weight: 3, arbitrary: maybe(tie('tree')) }, { weight: 1, arbitrary: loops(v) }), {
        maxLength: 4,
      }),
      fc.constantFrom(
        eachEntry(v.map, (value) => value),
        eachEntry(v.numbers, (value) => value),
      ),
      string.map((value) => eachEntry(v.map, (item, name) => ({ name, item, value }))),
      fc.constantFrom<object>(v.place, v.places),
      merged.map(({ own: [first, more], map, reserved }) => merge({ ...more, first }, map, reserved)),
      fc.constantFrom<object>(labels, shared('plain', { text: v.text, on: when(v.on, 'yes') })),
      text.map((own) => ({ deeper: merge({ own }, labels) })),
    ),
  }));
  function maybe(of: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    return fc.oneof(
      { weight: 2, arbitrary: of },
      { weight: 1, arbitrary: fc.tuple(condition, of).map(([c, o]) => when(c, o)) },
    );
  }
  return fc.dictionary(key, maybe(tree), { minKeys: 1, maxKeys: 4 });
}

function conditions(v: Holes<TreeValues>): fc.Arbitrary<Expr<boolean>> {
  const simple = fc.oneof(
    fc.constantFrom<Expr<boolean>>(v.on, v.off, inChart, nonEmpty(v.map), nonEmpty(v.list), nonEmpty(v.text)),
    text.map((to) => eq(v.text, to)),
    count.map((to) => eq(v.count, to)),
  );
  return fc.oneof(
    simple,
    simple.map(not),
    fc.tuple(simple, simple).map(([a, b]) => and(a, b)),
    fc.tuple(simple, simple).map(([a, b]) => or(a, not(b))),
  );
}

function strings(v: Holes<TreeValues>, condition: fc.Arbitrary<Expr<boolean>>): fc.Arbitrary<Expr<string>> {
  const simple = fc.oneof(
    fc.constantFrom<Expr<string>>(v.text, v['other-text']['a.b'], release.name, sha256(v.map), sha256(v.numbers)),
    fc
      .array(fc.oneof(text, fc.constantFrom<Expr<string | number>>(v.text, v.count)), { minLength: 1, maxLength: 3 })
      .map(concat),
  );
  return fc.oneof(
    simple,
    simple.map(b64),
    simple.map(sha256),
    fc.tuple(condition, simple, simple).map(([c, yes, no]) => choose(c, yes, no)),
  );
}

function loops(v: Holes<TreeValues>): fc.Arbitrary<unknown> {
  return fc.constantFrom<unknown>(
    eachItem(v.list, (item) => item),
    eachItem(v.list, (item) => ({ item, more: [concat(['<', item, '>'])] })),
    eachItem(v.records, ({ name, size, on }) => ({ name, size, on, sum: concat([name, ':', size]) })),
    eachItem(v.records, ({ name, on }) => ({
      when: [when(on, name)],
      all: eachEntry(v.map, (value) => ({ value, name })),
    })),
  );
}
