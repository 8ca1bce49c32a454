import { expect, test } from 'vitest';
import * as z from 'zod';
import { ManifestError } from '../error.ts';
import { mergeValues } from './merge.ts';
import { opaqueMap } from './opaque.ts';
import { defaultsOf, parseValues } from './parse.ts';

const schema = z.strictObject({
  cpu: z
    .string()
    .regex(/^\d+m$/, 'must be millicores')
    .default('50m')
    .describe('CPU of a pod.'),
  level: z.enum(['info', 'warn']).default('info').describe('What to log.'),
  sizes: z.strictObject({ pods: z.int().min(0).max(9).default(2).describe('Pods.') }).prefault({}),
  name: z.string().min(1).default('web').describe('A name.'),
  on: z.boolean().default(true).describe('Whether.'),
  places: opaqueMap('Where pods may run.'),
  secrets: z
    .strictObject({
      url: z
        .string()
        .regex(/^(pg:.*)?$/, 'must be a pg: URL')
        .default(''),
    })
    .prefault({}),
});

function errorOf(run: () => unknown): ManifestError {
  try {
    run();
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function issuesOf(overlay: unknown): unknown {
  try {
    parseValues(schema, mergeValues(defaultsOf(schema), overlay), 'read the values');
  } catch (error) {
    if (error instanceof ManifestError) return error.issues;
    throw error;
  }
  return [];
}

test('the defaults of a schema are complete, and good values', () => {
  const defaults = {
    cpu: '50m',
    level: 'info',
    sizes: { pods: 2 },
    name: 'web',
    on: true,
    places: {},
    secrets: { url: '' },
  };
  expect(defaultsOf(schema)).toEqual(defaults);
  expect(parseValues(schema, defaults, 'read')).toEqual(defaults);
});

test.each([
  { overlay: { cpu: 50 }, issue: { path: 'cpu', value: 50, rule: 'must be a string', fix: 'quote it: "50"' } },
  { overlay: { cpu: 'half' }, issue: { path: 'cpu', value: 'half', rule: 'must be millicores', fix: 'CPU of a pod.' } },
  {
    overlay: { level: 'loud' },
    issue: { path: 'level', value: 'loud', rule: 'must be one of "info", "warn"', fix: 'What to log.' },
  },
  {
    overlay: { sizes: { pods: '2' } },
    issue: { path: 'sizes.pods', value: '2', rule: 'must be a number', fix: 'write it without quotes: 2' },
  },
  {
    overlay: { sizes: { pods: 1.5 } },
    issue: { path: 'sizes.pods', value: 1.5, rule: 'must be a whole number', fix: 'Pods.' },
  },
  {
    overlay: { sizes: { pods: -1 } },
    issue: { path: 'sizes.pods', value: -1, rule: 'must be 0 or more', fix: 'Pods.' },
  },
  {
    overlay: { sizes: { pods: 10 } },
    issue: { path: 'sizes.pods', value: 10, rule: 'must be 9 or less', fix: 'Pods.' },
  },
  { overlay: { sizes: [] }, issue: { path: 'sizes', value: [], rule: 'must be a map' } },
  {
    overlay: { sizes: { pod: 1 } },
    issue: { path: 'sizes.pod', rule: 'is not a key that the values have', fix: 'use one of pods' },
  },
  {
    overlay: { name: '' },
    issue: { path: 'name', value: '', rule: 'must have at least 1 character', fix: 'A name.' },
  },
  { overlay: { on: 'yes' }, issue: { path: 'on', value: 'yes', rule: 'must be a boolean', fix: 'Whether.' } },
  { overlay: { sizes: { pods: null } }, issue: { path: 'sizes.pods', rule: 'must have a value' } },
])('$overlay is refused with path, value, rule and fix', ({ overlay, issue }) => {
  expect(issuesOf(overlay)).toEqual([expect.objectContaining(issue)]);
});

test('everything wrong is said at once', () => {
  expect(issuesOf({ cpu: 1, level: 'x', sizes: { pods: '1' }, other: 1 })).toHaveLength(4);
});

test('the value of a secret is in no issue and no message', () => {
  const overlay = { secrets: { url: 'canary', other: 'canary' } };
  expect(JSON.stringify(issuesOf(overlay))).not.toContain('canary');
  expect(() => parseValues(schema, mergeValues(defaultsOf(schema), overlay), 'read')).not.toThrow(/canary/);
});

test('what charts within charts share is accepted and left out, as long as it is a map', () => {
  const defaults = defaultsOf(schema);
  expect(parseValues(schema, { ...defaults, global: { any: 'thing' } }, 'read')).toEqual(defaults);
  expect(issuesOf({ global: 'x' })).toEqual([expect.objectContaining({ path: 'global' })]);
});

const refuse = [
  { when: { path: ['level'], is: 'warn' }, path: ['name'], value: 'trial', because: 'it is for a trial' },
  { when: { path: ['level'], is: 'warn' }, path: ['secrets', 'url'], value: 'pg:canary', because: 'it is public' },
];

test('a value is refused where another value rules it out, and nowhere else', () => {
  const overlay = (level: string): unknown =>
    mergeValues(defaultsOf(schema), { level, name: 'trial', secrets: { url: 'pg:canary' } });
  expect(() => parseValues(schema, overlay('info'), 'read', refuse)).not.toThrow();
  const issues = errorOf(() => parseValues(schema, overlay('warn'), 'read', refuse)).issues;
  expect(issues).toEqual([
    {
      path: 'name',
      value: 'trial',
      rule: 'must not have this value where level is "warn": it is for a trial',
      fix: 'give name a value of its own, or another level',
    },
    expect.objectContaining({ path: 'secrets.url' }),
  ]);
  expect(JSON.stringify(issues)).not.toContain('canary');
});

test('what is ruled out is said together with what is of the wrong type', () => {
  const values = mergeValues(defaultsOf(schema), { level: 'warn', name: 'trial', cpu: 1 });
  expect(errorOf(() => parseValues(schema, values, 'read', refuse)).issues).toHaveLength(2);
});

test.each([
  { overlay: { places: { zone: ['a', { b: 1, c: true }] } }, issues: [] },
  { overlay: { places: { zone: 'a\u0000' } }, issues: [expect.objectContaining({ path: 'places.zone' })] },
  { overlay: { places: { '<<': 'a' } }, issues: [expect.objectContaining({ path: 'places.<<' })] },
  { overlay: { places: { zone: null } }, issues: [expect.objectContaining({ path: 'places.zone' })] },
  { overlay: { places: { zone: 1.5 } }, issues: [expect.objectContaining({ path: 'places.zone' })] },
])('$overlay, taken as it is, is checked for what templates can print', ({ overlay, issues }) => {
  expect(issuesOf(overlay)).toEqual(issues);
});
