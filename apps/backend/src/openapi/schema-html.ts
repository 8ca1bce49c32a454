import { escapeHtml, prose } from './html.ts';

/** What of JSON Schema our documents use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

/** One row of a table of fields. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string | undefined;
}

/** A schema in one line: its type with its rules; a named one is a link. */
export function typeHtml(schema: JsonSchema): string {
  const variants = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) {
    const name = escapeHtml(schema.$ref.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (variants) return variants.map(typeHtml).join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(' · ');
  if (schema.items) return `list of ${typeHtml(schema.items)}${rulesHtml(schema)}`;
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.join(' or ') ?? 'anything');
  return escapeHtml(schema.format ?? type) + rulesHtml(schema);
}

/** The fields of an object, or of each of its variants. */
export function schemaHtml(schema: JsonSchema): string {
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants && !schema.$ref) return variants.map(schemaHtml).join('<p class="or">or</p>');
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    schema: field,
  }));
  return fields.length === 0 ? `<p>${typeHtml(schema)}</p>` : fieldsHtml(fields);
}

/** A table of fields: name, type with its rules, what it is for. */
export function fieldsHtml(fields: readonly Field[]): string {
  const rows = fields.map(({ name, required, schema, description = schema.description }) => {
    const nested = schema.properties ?? schema.items?.properties;
    const inner = nested ? schemaHtml(schema.items ?? schema) : '';
    const fallback = schema.default === undefined ? '' : ` Default: ${code(schema.default)}.`;
    const must = required ? ' <b title="required">*</b>' : '';
    const text = `${description ? prose(description) : ''}${fallback}${inner}`;
    return `<tr><th scope="row"><code>${escapeHtml(name)}</code>${must}</th><td>${typeHtml(schema)}</td><td>${text}</td></tr>`;
  });
  const head = '<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>';
  return `<div class="wide" tabindex="0"><table>${head}<tbody>${rows.join('')}</tbody></table></div>`;
}

function code(value: unknown): string {
  return `<code>${escapeHtml(JSON.stringify(value))}</code>`;
}

function rulesHtml({ minimum, maximum, minLength, maxLength, maxItems }: JsonSchema): string {
  const rules = [
    range(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(undefined, maxItems, ' items'),
  ].filter((text) => text !== '');
  return rules.length === 0 ? '' : ` <small>${rules.join(', ')}</small>`;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined || least === Number.MIN_SAFE_INTEGER) return most === undefined ? '' : `≤ ${most}${unit}`;
  return most === undefined ? `≥ ${least}${unit}` : `${least}–${most}${unit}`;
}
