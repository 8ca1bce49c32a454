import * as z from 'zod';
import type { Refusal, Stack } from '../stack/stack.ts';
import { forGo } from './pattern.ts';

/** A JSON schema, or a part of one. */
type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * `values.schema.json`: what Helm checks before it renders, the same that `parseValues` checks. Every key is required, as
 * `values.yaml` has them all: one is missing only where somebody took it away by `null`.
 *
 * @see https://helm.sh/docs/topics/charts/#schema-files
 */
export function valuesSchemaJson(stack: Stack): string {
  const json = JSON.stringify(valuesSchema(stack), undefined, 2);
  // What cannot be seen, or only by luck, is written by its number.
  return `${json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function valuesSchema({ name, schema, chart, refuse }: Stack): JsonSchema {
  const made = z.toJSONSchema(schema, { target: 'draft-7', io: 'output' }) as JsonSchema;
  const { $schema, type, properties, ...more } = translate(made) as JsonSchema;
  return {
    $schema,
    title: `Values of the chart ${name}`,
    description: chart.description,
    type,
    properties: {
      ...(properties as JsonSchema),
      global: { description: 'Helm passes it to charts within charts. Not used here.', type: 'object' },
    },
    ...more,
    ...(refuse.length > 0 ? { allOf: refuse.map(refusal) } : {}),
  };
}

/** Keywords that hold a map of schemas, and those that hold a schema or a list of them. */
const MAPS = new Set(['properties', 'definitions']);
const SCHEMAS = new Set(['items', 'additionalProperties', 'propertyNames', 'anyOf', 'allOf', 'oneOf']);

/** Patterns as Go reads them. A property may be called `pattern`, too: only keywords are looked at. */
function translate(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(translate);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema as JsonSchema).map(([key, value]) => [key, translateKeyword(key, value)]),
  );
}

function translateKeyword(key: string, value: unknown): unknown {
  if (key === 'pattern') return forGo(value as string);
  if (SCHEMAS.has(key)) return translate(value);
  if (!MAPS.has(key)) return value;
  return Object.fromEntries(Object.entries(value as JsonSchema).map(([name, of]) => [name, translate(of)]));
}

function refusal({ when, path, value, because }: Refusal): JsonSchema {
  return {
    description: because,
    if: at(when.path, { const: when.is }),
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON schema; nobody awaits this
    then: at(path, { not: { const: value } }),
  };
}

/** The schema of values that have this at a path. */
function at(path: readonly string[], inner: JsonSchema): JsonSchema {
  return path.reduceRight<JsonSchema>((of, key) => ({ properties: { [key]: of }, required: [key] }), inner);
}
