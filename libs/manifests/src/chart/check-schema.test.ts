import { expect, test } from 'vitest';
import * as z from 'zod';
import { opaqueList, opaqueMap } from '../values/opaque.ts';
import { checkSchema } from './check-schema.ts';

const text = (): z.ZodString => z.string();
const said = (schema: z.ZodType): z.ZodType => schema.describe('What it is for.');
const issues = (field: z.ZodType): unknown => checkSchema(z.strictObject({ field }));

test.each([
  { is: 'any text', field: said(text().default('')) },
  { is: 'a text that is not empty', field: said(text().min(1).default('a')) },
  {
    is: 'a text of ASCII with a length',
    field: said(
      text()
        .regex(/^[a-z]*$/)
        .max(63)
        .default(''),
    ),
  },
  { is: 'a whole number in a range', field: said(z.int().min(0).max(9).default(1)) },
  { is: 'an enum', field: said(z.enum(['a', 'b']).default('a')) },
  { is: 'a list of records', field: said(z.array(z.strictObject({ name: text(), value: text() })).default([])) },
  { is: 'a free map', field: said(z.record(text().regex(/^[a-z]+$/), text()).default({})) },
  { is: 'a map that is taken as it is', field: opaqueMap('Where pods may run.') },
  { is: 'a list that is taken as it is', field: opaqueList('Taints that pods put up with.') },
])('$is can be in a chart', ({ field }) => {
  expect(issues(field)).toEqual([]);
});

test.each([
  { is: 'a value without a description', field: text().default(''), path: 'field' },
  { is: 'a regex that Go reads otherwise', field: said(text().regex(/^\S+$/).default('')), path: 'field' },
  {
    is: 'a regex that RE2 cannot compile',
    field: said(
      text()
        .regex(/^(?!no)/)
        .default(''),
    ),
    path: 'field',
  },
  { is: 'such a regex in a list', field: said(z.array(text().regex(/a.b/)).default([])), path: 'field.*' },
  {
    is: 'such a regex in a record of a list',
    field: said(z.array(z.strictObject({ name: text().regex(/a.b/) })).default([])),
    path: 'field.*.name',
  },
  { is: 'such a regex for keys', field: said(z.record(text().regex(/a.b/), text()).default({})), path: 'field.*' },
  { is: 'a length of any characters', field: said(text().max(9).default('')), path: 'field' },
  {
    is: 'a length beside a negated class',
    field: said(
      text()
        .regex(/^[^a]*$/)
        .min(2)
        .default(''),
    ),
    path: 'field',
  },
  { is: 'a format of zod', field: said(z.email().default('a@example.com')), path: 'field' },
  {
    is: 'a function',
    field: said(
      text()
        .refine((of) => of !== 'x')
        .default(''),
    ),
    path: 'field',
  },
  { is: 'a step', field: said(z.int().multipleOf(2).default(2)), path: 'field' },
])('$is cannot: it is named by its path, with the fix', ({ field, path }) => {
  const words = expect.stringMatching(/\w/) as unknown;
  expect(issues(field)).toEqual([expect.objectContaining({ path, rule: words, fix: words })]);
});

test('everything is said at once', () => {
  expect(checkSchema(z.strictObject({ a: text().default(''), b: text().regex(/./).default('') }))).toHaveLength(3);
});
