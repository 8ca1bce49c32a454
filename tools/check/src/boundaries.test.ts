import { createProjectGraphAsync } from '@nx/devkit';
import { expect, test } from 'vitest';
import { constraints } from './constraints.ts';
import { violations, type Graph } from './violations.ts';

test('every import of the workspace points the way of the architecture', { timeout: 120_000 }, async () => {
  const graph = await createProjectGraphAsync({ exitOnError: false });
  expect(Object.keys(graph.nodes).length).toBeGreaterThan(10);
  expect(violations(graph, constraints)).toEqual([]);
});

const planted = (from: string, to: string, type = 'static'): Graph => ({
  nodes: { a: { data: { tags: [from] } }, b: { data: { tags: [to] } } },
  dependencies: { a: [{ target: 'b', type }] },
});

test.each([
  ['a domain library that imports storage', 'type:domain', 'type:storage'],
  ['a product library that imports the payload', 'type:engine', 'type:domain'],
  ['a library that imports an app', 'type:storage', 'type:app'],
  ['the frontend that imports the database', 'type:ui', 'type:storage'],
])('%s is found', (_, from, to) => {
  expect(violations(planted(from, to), constraints)).toHaveLength(1);
});

test('an implicit dependency is no import', () => {
  expect(violations(planted('type:deploy', 'type:app', 'implicit'), constraints)).toEqual([]);
});

test('a project without a type is found', () => {
  expect(violations({ nodes: { a: { data: {} } }, dependencies: {} }, constraints)).toHaveLength(1);
});
