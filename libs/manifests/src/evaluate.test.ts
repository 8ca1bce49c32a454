import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ManifestError } from './error.ts';
import { evaluate } from './evaluate.ts';
import {
  and,
  b64,
  choose,
  concat,
  eachEntry,
  eachItem,
  eq,
  not,
  or,
  release,
  required,
  sha256,
  str,
  when,
} from './hole/build.ts';
import type { Expr } from './hole/expr.ts';
import { holes } from './hole/holes.ts';

const v = holes(
  z.strictObject({
    name: z.string(),
    empty: z.string(),
    pods: z.int(),
    zero: z.int(),
    on: z.boolean(),
    off: z.boolean(),
    map: z.record(z.string(), z.string()),
    list: z.array(z.string()),
  }),
);
const scope = {
  values: {
    name: 'wéb',
    empty: '',
    pods: 2,
    zero: 0,
    on: true,
    off: false,
    map: { b: '2', a: '1', Z: '0' },
    list: ['x', 'y'],
  },
  release: { Name: 'todo', Namespace: 'todo-app' },
};
const of = (tree: unknown): unknown => evaluate(tree, scope);

test.each([
  { what: 'a value', tree: v.pods, result: 2 },
  { what: 'a map', tree: v.map, result: scope.values.map },
  { what: 'text with holes', tree: str`${v.name}:${v.pods}-${release.name}`, result: 'wéb:2-todo' },
  { what: 'joined text', tree: concat(['a', v.empty, release.namespace]), result: 'atodo-app' },
  { what: 'base64', tree: b64(v.name), result: 'd8OpYg==' },
  { what: 'a digest', tree: sha256(v.name), result: createHash('sha256').update('wéb').digest('hex') },
  { what: 'a choice that holds', tree: choose(v.on, v.name, v.empty), result: 'wéb' },
  { what: 'a choice that does not hold', tree: choose(v.off, v.name, v.empty), result: '' },
  { what: 'equality', tree: eq(v.pods, 2), result: true },
  { what: 'inequality', tree: not(eq(v.name, 'web')), result: true },
  { what: 'both', tree: and(v.on, v.off), result: false },
  { what: 'either', tree: or(v.on, v.off), result: true },
  { what: 'a required value', tree: required(v.name, 'no name'), result: 'wéb' },
])('$what', ({ tree, result }) => {
  expect(of(tree)).toEqual(result);
});

test('a condition keeps or drops a map entry, a list item and a whole document', () => {
  const tree = (condition: Expr<boolean>): unknown => ({
    a: when(condition, 1),
    b: [when(condition, { c: 1 }), 2],
    d: {},
  });
  expect(of(tree(v.on))).toEqual({ a: 1, b: [{ c: 1 }, 2], d: {} });
  expect(of(tree(v.off))).toEqual({ b: [2], d: {} });
  expect(of(when(v.off, { a: 1 }))).toBeUndefined();
});

test('a condition inside of a condition needs both', () => {
  const both = (a: Expr<boolean>, b: Expr<boolean>): unknown => of({ a: when(a, when(b, 1)) });
  expect([both(v.on, v.on), both(v.on, v.off), both(v.off, v.on)]).toEqual([{ a: 1 }, {}, {}]);
});

test('a map made from a map has its keys in the order of their bytes, as Helm has', () => {
  const made = of(eachEntry(v.map, (value, key) => str`${key}=${value}`)) as object;
  expect(Object.entries(made)).toEqual([['Z', 'Z=0'], ['a', 'a=1'], ['b', 'b=2']]); // prettier-ignore
});

test('list items made from a list stand between the others', () => {
  expect(of(['first', eachItem(v.list, (item) => ({ item })), 'last'])).toEqual([
    'first',
    { item: 'x' },
    { item: 'y' },
    'last',
  ]);
});

test('loops nest', () => {
  const tree = eachEntry(v.map, (value) => [eachItem(v.list, (item) => str`${value}${item}`)]);
  expect(of(tree)).toEqual({ Z: ['0x', '0y'], a: ['1x', '1y'], b: ['2x', '2y'] });
});

test('a required value that is empty stops the evaluation with its message', () => {
  expect(() => of({ a: required(v.empty, 'set the name') })).toThrow(ManifestError);
  expect(() => of({ a: required(v.empty, 'set the name') })).toThrow(/set the name/);
});

test.each([
  { when: 'the body of a loop is a condition', misuse: () => eachItem(v.list, (item) => when(v.on, item)) },
  { when: 'a list loop stands where a map belongs', misuse: () => of({ a: eachItem(v.list, (item) => item) }) },
  { when: 'a loop item is used outside of its loop', misuse: () => of(leaked()) },
])('it is a TypeError when $when', ({ misuse }) => {
  expect(misuse).toThrow(TypeError);
});

function leaked(): unknown {
  const items: Expr<string>[] = [];
  eachItem(v.list, (item) => items.push(item));
  return items;
}

test('data without holes stays as it is, but for undefined entries', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(of({ value, gone: undefined })).toEqual({ value });
    }),
  );
});
