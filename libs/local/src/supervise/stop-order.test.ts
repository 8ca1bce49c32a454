import { expect, test } from 'vitest';
import { stopOrder } from './stop-order.ts';
import { planOf, workloadOf } from './testing/plan.ts';

const using = (name: string, urls: readonly string[], after: readonly string[] = []) =>
  workloadOf(name, { env: Object.fromEntries(urls.map((url, index) => [`URL_${index}`, url])) }, { after });

test('what nobody needs ends first, databases last', () => {
  const plan = planOf(
    using('web', ['http://api'], ['db']),
    using('api', ['http://tools'], ['db']),
    using('tools', []),
    using('db', []),
  );
  expect(stopOrder(plan)).toEqual([['web'], ['api'], ['tools', 'db']]);
});

test('of those that need each other, the one nearest to the way in ends first', () => {
  const plan = planOf(
    using('web', ['http://api', 'http://tools'], ['db']),
    using('api', ['http://tools', 'http://web/jwks'], ['db']),
    using('tools', ['http://web/jwks'], ['db']),
    using('db', []),
  );
  expect(stopOrder(plan)).toEqual([['web'], ['api'], ['tools'], ['db']]);
});

test('a database outlives those that need it, even when it needs them', () => {
  const plan = planOf(using('web', [], ['db']), using('db', ['http://web']));
  expect(stopOrder(plan)).toEqual([['web'], ['db']]);
});

test('every workload ends exactly once, also what the way in does not lead to', () => {
  const plan = planOf(
    using('a', ['http://b']),
    using('b', ['http://a']),
    using('c', ['http://d']),
    using('d', ['http://c']),
  );
  expect(stopOrder(plan).flat().sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(stopOrder(planOf())).toEqual([]);
});
