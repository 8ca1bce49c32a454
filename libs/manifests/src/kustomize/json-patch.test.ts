import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diff, type Operation } from './json-patch.ts';

/** RFC 6902 as its text says it, by recursion on the pointer: the referee. */
function apply(operations: readonly Operation[], document: unknown): unknown {
  return operations.reduce((at, operation) => {
    const keys = operation.path.split('/').slice(1);
    return applyAt(
      at,
      keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
      operation,
    );
  }, document);
}

function applyAt(at: unknown, [key, ...rest]: readonly string[], operation: Operation): unknown {
  if (key === undefined) {
    if (operation.op !== 'replace') throw new Error(`${operation.op} of a whole document`);
    return operation.value;
  }
  if (Array.isArray(at)) return applyToList(at, Number(key), rest, operation);
  const map = at as Record<string, unknown>;
  const has = Object.hasOwn(map, key);
  if (has === (rest.length === 0 && operation.op === 'add')) throw new Error(`bad ${operation.op} of key ${key}`);
  const others = Object.entries(map).filter(([name]) => name !== key);
  if (rest.length === 0 && operation.op === 'remove') return Object.fromEntries(others);
  const value = rest.length > 0 ? applyAt(map[key], rest, operation) : 'value' in operation && operation.value;
  return Object.fromEntries([...others, [key, value]]);
}

function applyToList(list: readonly unknown[], index: number, rest: readonly string[], operation: Operation): unknown {
  const last = operation.op === 'add' && rest.length === 0 ? list.length : list.length - 1;
  if (!(index >= 0 && index <= last)) throw new Error(`index ${index} of ${list.length} entries`);
  if (rest.length > 0) return list.with(index, applyAt(list[index], rest, operation));
  if (operation.op === 'remove') return list.toSpliced(index, 1);
  return list.toSpliced(index, operation.op === 'replace' ? 1 : 0, operation.value);
}

const keys = fc.oneof(
  fc.constantFrom('a', 'b', 'a/b', '~', '~1', '~0', '/', '', '-', '0', '-1', 'app.kubernetes.io/name', '__proto__'),
  fc.string({ maxLength: 3 }),
);
const trees = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, 1, 2 ** 53, '', 'text', 'on'),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).tree;

test('the patch of two trees makes the second of the first', () => {
  fc.assert(
    fc.property(trees, trees, (before, after) => {
      expect(apply(diff(before, after), before)).toEqual(after);
    }),
    { numRuns: 2000 },
  );
});

test('trees that share most of their parts are patched as well', () => {
  const lists = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), trees), { maxLength: 6 });
  fc.assert(
    fc.property(lists, fc.array(fc.nat(6), { maxLength: 4 }), trees, (entries, cuts, extra) => {
      const before = { list: entries, same: extra };
      const list = cuts.reduce<unknown[]>(
        (at, cut) => at.toSpliced(cut, cut % 2, ...(cut > 3 ? [extra] : [])),
        entries,
      );
      const after = { list, same: extra };
      expect(apply(diff(before, after), before)).toEqual(after);
    }),
    { numRuns: 1000 },
  );
});

test('equal trees need no step, and a single change is a single step', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      expect(diff(tree, structuredClone(tree))).toEqual([]);
    }),
  );
  expect(diff({ a: [1, 2, 3] }, { a: [1, 3] })).toEqual([{ op: 'remove', path: '/a/1' }]);
  expect(diff({ a: [1, 3] }, { a: [1, 2, 3] })).toEqual([{ op: 'add', path: '/a/1', value: 2 }]);
  expect(diff({ 'a/b': { '~': 1 } }, { 'a/b': { '~': 2 } })).toEqual([{ op: 'replace', path: '/a~1b/~0', value: 2 }]);
});
