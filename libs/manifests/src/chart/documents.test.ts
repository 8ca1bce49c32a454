import { expect, test } from 'vitest';
import * as z from 'zod';
import { str, when } from '../hole/build.ts';
import { holes } from '../hole/holes.ts';
import { templatesOf, testsOf } from './documents.ts';

const v = holes(z.strictObject({ on: z.boolean().default(true), name: z.string().default('web') }));
const named = (kind: string, name: unknown): object => ({ apiVersion: 'v1', kind, metadata: { name } });
const files = (tree: readonly unknown[]): readonly string[] => templatesOf(tree).documents.map(({ file }) => file);

test('templates are called like the raw files, whether their object is there or not', () => {
  const tree = [
    named('Namespace', v.name),
    when(v.on, named('Secret', 'keys')),
    named('Service', 'web'),
    when(v.on, when(v.on, named('Service', 'store-service'))),
  ];
  expect(files(tree)).toEqual([
    'templates/namespace.yaml',
    'templates/secrets.yaml',
    'templates/web-service.yaml',
    'templates/store-service.yaml',
  ]);
});

test.each([
  { what: 'a name that is a hole, where the file is called after it', tree: [named('Service', v.name)], at: 0 },
  { what: 'a name with a hole in it', tree: [named('Pod', 'a'), named('Pod', str`web-${v.name}`)], at: 1 },
  { what: 'a kind that is a hole', tree: [{ ...named('', 'web'), kind: v.name }], at: 0 },
  { what: 'a name that depends on a value', tree: [named('Service', when(v.on, 'web'))], at: 0 },
  {
    what: 'a second Namespace, with a hole for a name',
    tree: [named('Namespace', 'a'), named('Namespace', v.name)],
    at: 1,
  },
  { what: 'a file that is taken', tree: [named('Service', 'web'), when(v.on, named('Service', 'web'))], at: 1 },
])('$what is refused', ({ tree, at }) => {
  expect(templatesOf(tree).issues).toEqual([expect.objectContaining({ path: `objects[${at}]` })]);
});

test('tests are called like their pods', () => {
  expect(testsOf([named('Pod', 'connection-test')]).documents.map(({ file }) => file)).toEqual([
    'templates/tests/connection-test.yaml',
  ]);
  expect(testsOf([named('Pod', v.name)]).issues).toEqual([expect.objectContaining({ path: 'chart.tests[0]' })]);
});
