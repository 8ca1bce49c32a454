import { expect, test } from 'vitest';
import * as z from 'zod';
import { ManifestError } from '../error.ts';
import { and, b64, eachEntry, eq, merge, not, required, shared, str, when } from '../hole/build.ts';
import type { Holes } from '../hole/templated.ts';
import { defineStack, type StackDefinition } from '../stack/define.ts';
import { renderChart } from './render-chart.ts';

const Values = z.strictObject({
  environment: z.enum(['dev', 'prod']).default('dev').describe('Kind of the environment.'),
  namespace: z
    .strictObject({
      name: z.string().default('shop').describe('Namespace of all objects.'),
      create: z.boolean().default(true).describe('Whether the chart makes it.'),
    })
    .prefault({}),
  images: z
    .strictObject({
      web: z
        .strictObject({
          repository: z.string().default('web').describe('Name of the image.'),
          tag: z.string().default('').describe('Filled in by the build.'),
        })
        .prefault({}),
    })
    .prefault({})
    .describe('What the pods run.'),
  pods: z.int().min(0).max(9).default(1).describe('Pods to run.'),
  host: z
    .string()
    .regex(/^[a-z.\u002d]*$/)
    .default('')
    .describe('Host name; empty for none.'),
  labels: z.record(z.string(), z.string()).default({}).describe('More labels.'),
  secrets: z.strictObject({ token: z.string().default('').describe('Signs sessions.') }).prefault({}),
});
type Values = z.infer<typeof Values>;

const definition: StackDefinition<typeof Values> = {
  name: 'shop',
  schema: Values,
  environments: { dev: { secrets: { token: 'for-everybody' } }, prod: { environment: 'prod', pods: 3 } },
  images: { 'shop-web': 'web' },
  secrets: {
    name: 'keys',
    specs: [{ key: 'TOKEN', value: 'token', env: 'TOKEN', generate: 'hex32', required: true, describe: 'Any text.' }],
  },
  chart: {
    version: '1.2.3',
    appVersion: '4.5.6',
    description: 'A shop: small.',
    keywords: ['shop'],
    home: 'https://shop.example',
    notes: (v) => [
      str`The shop is in ${v.namespace.name}.`,
      when(not(eq(v.host, '')), str`Open http://${v.host}`),
      '',
      when(eq(v.host, ''), 'Give it a host: {{ .Values.host }}'),
      'Enjoy.',
    ],
    tests: (v) => [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'ask', namespace: v.namespace.name } }],
  },
  refuse: [
    {
      when: { path: ['environment'], is: 'prod' },
      path: ['secrets', 'token'],
      value: 'for-everybody',
      because: 'everybody can read it',
    },
  ],
  endpoint: () => ({ url: '', host: '' }),
  smoke: { service: 'web', port: 80, path: '/' },
  objects: (v: Holes<Values>) => {
    const labels = shared('labels', merge({ app: 'shop' }, v.labels));
    const metadata = { namespace: v.namespace.name, labels };
    return [
      when(v.namespace.create, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: v.namespace.name } }),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'keys', ...metadata },
        data: { TOKEN: b64(required(v.secrets.token, 'set it with --set secrets.token=…')) },
      },
      when(and(not(eq(v.host, '')), v.namespace.create), {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'more', ...metadata },
        data: { more: eachEntry(v.labels, (value) => value), pods: v.pods },
      }),
    ];
  },
};

const stack = defineStack(definition);
const images = { 'shop-web': 'registry:5000/web:0123' };
const files = renderChart(stack, { images });

test('the chart has the files that Helm knows, and a template for each raw file', () => {
  expect(Object.keys(files)).toEqual([
    'Chart.yaml',
    'values.yaml',
    'values-dev.yaml',
    'values-prod.yaml',
    'values.schema.json',
    'README.md',
    '.helmignore',
    'templates/namespace.yaml',
    'templates/secrets.yaml',
    'templates/configmap.yaml',
    'templates/tests/ask.yaml',
    'templates/_helpers.tpl',
    'templates/NOTES.txt',
  ]);
});

test('Chart.yaml says what is installed, and on what', () => {
  expect(files['Chart.yaml']).toBe(
    `\
apiVersion: v2
name: shop
description: "A shop: small."
type: application
version: "1.2.3"
appVersion: "4.5.6"
kubeVersion: ">=1.28.0-0"
keywords:
  - shop
home: "https://shop.example"
`,
  );
});

test('values.yaml has every value in the order of the schema, with what it is for', () => {
  expect(files['values.yaml']).toBe(`\
# Values of the chart shop 1.2.3. values.schema.json checks them before anything is rendered.

# Kind of the environment. One of: dev, prod.
environment: dev

namespace:
  # Namespace of all objects.
  name: shop
  # Whether the chart makes it.
  create: true

# What the pods run.
images:
  web:
    # Name of the image.
    repository: "registry:5000/web"
    # Filled in by the build.
    tag: "0123"

# Pods to run.
pods: 1

# Host name; empty for none.
host: ""

# More labels.
labels: {}

secrets:
  # Signs sessions.
  token: ""
`);
});

test('values of an environment are what it has otherwise, with a mark on what others refuse', () => {
  expect(files['values-dev.yaml']).toBe(`\
# What environment dev has otherwise than values.yaml: helm install shop . -f values-dev.yaml

secrets:
  # Refused where environment is prod: everybody can read it.
  token: for-everybody
`);
});

test('values.schema.json refuses what the stack refuses: missing and unknown keys, wrong types, values for development', () => {
  const schema = JSON.parse(files['values.schema.json'] ?? '') as Record<string, unknown>;
  expect(schema).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of the chart shop',
    type: 'object',
    properties: {
      environment: { enum: ['dev', 'prod'] },
      namespace: { type: 'object', required: ['name', 'create'], additionalProperties: false },
      pods: { type: 'integer', minimum: 0, maximum: 9, default: 1, description: 'Pods to run.' },
      host: { type: 'string', pattern: String.raw`^[a-z.\-]*$` },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      global: { type: 'object' },
    },
    required: ['environment', 'namespace', 'images', 'pods', 'host', 'labels', 'secrets'],
    additionalProperties: false,
    allOf: [
      {
        if: { properties: { environment: { const: 'prod' } } },
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON schema
        then: { properties: { secrets: { properties: { token: { not: { const: 'for-everybody' } } } } } },
      },
    ],
  });
});

test('the README says both ways to install, and lists every value', () => {
  expect(files['README.md']).toContain(`
helm install shop . \\
  --set secrets.token="$(openssl rand -hex 32)"
`);
  expect(files['README.md']).toContain(`
helm install shop . \\
  --namespace my-shop --create-namespace --set namespace.create=false,namespace.name=my-shop \\
`);
  expect(files['README.md']).toContain('\nhelm install shop . -f values-dev.yaml\n');
  expect(files['README.md']).toContain('\n| `pods` | integer | `1` | Pods to run. |\n');
});

test('NOTES.txt is plain text: nothing quoted, and nothing that looks like an action is one', () => {
  expect(files['templates/NOTES.txt']).toBe(`\
The shop is in {{ .Values.namespace.name }}.
{{- if not (eq .Values.host "") }}
Open http://{{ .Values.host }}
{{- end }}

{{ if eq .Values.host "" }}Give it a host: {{ "{{" }} .Values.host }}
{{ end }}Enjoy.
`);
});

test('_helpers.tpl has a named template for what documents share, and they include it', () => {
  expect(files['templates/_helpers.tpl']).toMatch(
    /^\{\{\/\* shop\.labels: .*\*\/\}\}\n\{\{- define "shop\.labels" -\}\}\napp: shop\n/,
  );
  expect(files['templates/secrets.yaml']).toContain('include "shop.labels" $');
});

function issuesOf(change: Partial<StackDefinition<typeof Values>>): readonly string[] {
  try {
    renderChart(defineStack({ ...definition, ...change }), { images });
  } catch (error) {
    if (error instanceof ManifestError && error.code === 'BAD_CHART') return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
}

test('everything that a chart cannot hold is said at once', () => {
  const schema = Values.extend({
    host: z
      .string()
      .regex(/^(?!no)/)
      .default(''),
    pods: z.int().default(1),
  }).strict() as unknown as typeof Values;
  const objects = (v: Holes<Values>): readonly object[] => [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: v.host } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
  ];
  const chart = { ...definition.chart, version: 'one' };
  expect(issuesOf({ name: 'My Shop', schema, chart, objects: objects as never })).toEqual([
    'name',
    'chart.version',
    'pods',
    'host',
    'host',
    'objects[0]',
    'objects[2]',
  ]);
});

test('an environment whose values the schema refuses gives no chart', () => {
  const environments = { prod: { environment: 'prod', secrets: { token: 'for-everybody' } } } as const;
  expect(() => renderChart(defineStack({ ...definition, environments }), { images })).toThrow(
    expect.objectContaining({ code: 'BAD_VALUES' }),
  );
});
