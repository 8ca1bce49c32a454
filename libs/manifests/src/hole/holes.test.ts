import { expect, test } from 'vitest';
import * as z from 'zod';
import { holes } from './holes.ts';

const schema = z.strictObject({
  name: z.string().default('web'),
  level: z.enum(['info', 'warn']),
  sizes: z.strictObject({ pods: z.int(), on: z.boolean() }).prefault({ pods: 1, on: true }),
  labels: z.record(z.string(), z.string()),
  hosts: z.array(z.string()),
});

test('every leaf of a schema is a hole that knows its path and type', () => {
  const v = holes(schema);
  expect([v.name, v.level, v.sizes.pods, v.sizes.on, v.labels, v.hosts].map(({ node }) => node)).toEqual([
    { op: 'value', path: ['name'], shape: { type: 'string' } },
    { op: 'value', path: ['level'], shape: { type: 'string' } },
    { op: 'value', path: ['sizes', 'pods'], shape: { type: 'integer' } },
    { op: 'value', path: ['sizes', 'on'], shape: { type: 'boolean' } },
    { op: 'value', path: ['labels'], shape: { type: 'json', element: { type: 'string' } } },
    { op: 'value', path: ['hosts'], shape: { type: 'json', element: { type: 'string' } } },
  ]);
});

test('a hole that turns into text or JSON by accident fails at once', () => {
  const v = holes(schema);
  expect(() => `web:${v.name as unknown as string}`).toThrow(TypeError);
  expect(() => JSON.stringify({ name: v.name })).toThrow(TypeError);
});

test.each([
  { what: 'a union', leaf: z.union([z.string(), z.int()]) },
  { what: 'a date', leaf: z.date() },
  { what: 'a transform', leaf: z.string().transform(Number) },
])('$what is refused: a chart has no such hole', ({ leaf }) => {
  expect(() => holes(z.strictObject({ a: z.strictObject({ leaf }) }))).toThrow(/a\.leaf/);
});
