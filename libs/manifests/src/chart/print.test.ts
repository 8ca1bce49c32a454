import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  and,
  choose,
  concat,
  eachEntry,
  eachItem,
  eq,
  inChart,
  merge,
  not,
  sha256,
  shared,
  str,
  when,
} from '../hole/build.ts';
import { holes } from '../hole/holes.ts';
import { opaqueMap } from '../values/opaque.ts';
import { printTemplate } from './print.ts';

const v = holes(
  z.strictObject({
    name: z.string().default('web'),
    pods: z.int().default(1),
    on: z.boolean().default(true),
    labels: z.record(z.string(), z.string()).default({}),
    hosts: z.array(z.string()).default([]),
    env: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
    'image-of': z.strictObject({ web: z.string().default('') }).prefault({}),
    affinity: opaqueMap('Where pods may run.'),
  }),
);

/** The template of a document with one field. */
const printed = (value: unknown): string => printTemplate({ field: value }, { chart: 'shop' }).text;

test.each([
  { what: 'text as a quoted string', value: v.name, text: 'field: {{ .Values.name | quote }}\n' },
  { what: 'a number as a whole one', value: v.pods, text: 'field: {{ int64 .Values.pods }}\n' },
  { what: 'a boolean bare', value: v.on, text: 'field: {{ .Values.on }}\n' },
  {
    what: 'a path that Go would read as a subtraction by index',
    value: v['image-of'].web,
    text: 'field: {{ index .Values "image-of" "web" | quote }}\n',
  },
  {
    what: 'text with holes by printf',
    value: str`${v.name}: 100% of ${v.pods}`,
    text: 'field: {{ printf "%s: 100%% of %d" .Values.name (int64 .Values.pods) | quote }}\n',
  },
  {
    what: 'a choice by ternary',
    value: choose(eq(v.pods, 0), concat(['none']), v.name),
    text: 'field: {{ ternary "none" .Values.name (eq (int64 .Values.pods) 0) | quote }}\n',
  },
  {
    what: 'a digest of a map',
    value: sha256(v.labels),
    text: 'field: {{ sha256sum (toJson .Values.labels) | quote }}\n',
  },
  { what: 'what is taken as it is', value: v.affinity, text: 'field:\n  {{- toYaml .Values.affinity | nindent 2 }}\n' },
  { what: 'braces of a text as text', value: '{{ x }}', text: 'field: "{{ "{{" }} x }}"\n' },
  { what: 'an empty map and list', value: { a: {}, b: [] }, text: 'field:\n  a: {}\n  b: []\n' },
  {
    what: 'a map that may be empty as such',
    value: { a: when(v.on, 1) },
    text: 'field:\n  {{- if .Values.on }}\n  a: 1\n  {{- else }} {}\n  {{- end }}\n',
  },
  {
    what: 'a list that may be empty as such',
    value: [when(v.on, 'a'), eachItem(v.hosts, (host) => host)],
    text: `field:
  {{- if or .Values.on .Values.hosts }}
  {{- if .Values.on }}
  - a
  {{- end }}
  {{- range $k0, $v0 := .Values.hosts }}
  - {{ $v0 | quote }}
  {{- end }}
  {{- else }} []
  {{- end }}
`,
  },
  {
    what: 'records by their fields, and other values from within a loop by the root',
    value: [{ a: 1 }, eachItem(v.env, ({ name, value }) => ({ name, value, of: v.name }))],
    text: `field:
  - a: 1
  {{- range $k0, $v0 := .Values.env }}
  - name: {{ $v0.name | quote }}
    value: {{ $v0.value | quote }}
    of: {{ $.Values.name | quote }}
  {{- end }}
`,
  },
  {
    what: 'a map of a loop',
    value: eachEntry(v.labels, (value) => value),
    text: 'field:\n  {{- range $k0, $v0 := .Values.labels }}\n  {{ $k0 | quote }}: {{ $v0 | quote }}\n  {{- else }} {}\n  {{- end }}\n',
  },
  {
    what: 'an item that begins with a condition below its dash',
    value: [{ a: when(v.on, 1), b: 2 }],
    text: 'field:\n  -\n    {{- if .Values.on }}\n    a: 1\n    {{- end }}\n    b: 2\n',
  },
  {
    what: 'a merge as own entries and those that they leave',
    value: merge({ app: 'web' }, v.labels, ['tier']),
    text: `field:
  app: web
  {{- range $k0, $v0 := .Values.labels }}
  {{- if not (has $k0 (list "app" "tier")) }}
  {{ $k0 | quote }}: {{ $v0 | quote }}
  {{- end }}
  {{- end }}
`,
  },
  {
    what: 'a condition that holds in every chart as none',
    value: { a: when(inChart, 1), b: when(not(inChart), 2), c: when(and(inChart, v.on), 3) },
    text: 'field:\n  a: 1\n  {{- if .Values.on }}\n  c: 3\n  {{- end }}\n',
  },
  {
    what: 'a choice that every chart makes alike as what it chooses',
    value: { a: choose(inChart, v.name, str`not ${v.name}`) },
    text: 'field:\n  a: {{ .Values.name | quote }}\n',
  },
])('prints $what', ({ value, text }) => {
  expect(printed(value)).toBe(text);
});

test('a document that may be absent is nothing but a condition then', () => {
  const { text } = printTemplate(when(v.on, { a: 1 }), { chart: 'shop' });
  expect(text).toBe('{{- if .Values.on }}\na: 1\n{{- end }}\n');
});

test('a shared map is included by its name, and handed on to be defined', () => {
  const labels = shared('labels', { app: 'web' });
  const { text, shared: found } = printTemplate({ labels, more: merge({ a: 1 }, labels) }, { chart: 'shop' });
  const include = '{{- include "shop.labels" $ | nindent 2 }}';
  expect(text).toBe(`labels:\n  ${include}\nmore:\n  a: 1\n  ${include}\n`);
  expect([...found]).toEqual([['labels', { app: 'web' }]]);
});

let escaped: unknown;
eachItem(v.hosts, (host) => (escaped = host));

test.each([
  { what: 'a list for a document', tree: [] },
  { what: 'a hole for a document', tree: v.name },
  { what: 'items of a list in a map', tree: { a: eachItem(v.hosts, (host) => host) } },
  {
    what: 'conditional items',
    tree: {
      a: [
        when(
          v.on,
          eachItem(v.hosts, (host) => host),
        ),
      ],
    },
  },
  { what: 'an item outside of its loop', tree: { a: escaped } },
  { what: 'half a character', tree: { a: concat(['\ud800', v.name]) } },
])('$what cannot be printed, and says so', ({ tree }) => {
  expect(() => printTemplate(tree, { chart: 'shop' })).toThrow(TypeError);
});
