import { createHash } from 'node:crypto';
import type { Document } from './document.ts';
import { escapeHtml, prose } from './html.ts';
import { referenceStyle } from './reference-style.ts';
import { fieldsHtml, schemaHtml, typeHtml, type Field, type JsonSchema } from './schema-html.ts';

const styleHash = createHash('sha256').update(referenceStyle).digest('base64');

/** The page has no script, asks for nothing, and is shown in no frame. */
export const referencePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Content {
  readonly [contentType: string]: { readonly schema?: JsonSchema };
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content; readonly headers?: object }>
  >;
}

interface Entry extends Operation {
  readonly method: string;
  readonly path: string;
}

/** The document as one page that needs nothing else: no script, no font, no other request. Pure. */
export function referencePage(document: Document): string {
  const { title, version, description = '' } = document.info;
  const entries = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({ ...operation, method, path })),
  );
  const sections = (document.tags ?? []).map((tag) => {
    const own = entries.filter(({ tags }) => tags.includes(tag.name));
    const name = escapeHtml(tag.name);
    return `<section><h2 id="${name}">${name}</h2><p class="soft">${prose(tag.description ?? '')}</p>${own.map(entryHtml).join('')}</section>`;
  });
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, JsonSchema>);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} API</title><style>${referenceStyle}</style></head><body>
<header><h1>${escapeHtml(title)} API <small>${escapeHtml(version)}</small></h1><p>${prose(description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p></header>
<nav aria-label="Operations"><ul>${entries.map(linkHtml).join('')}</ul></nav>
<main>${sections.join('')}<section><h2 id="schemas">Schemas</h2>${schemas.map(componentHtml).join('')}</section></main>
</body></html>`;
}

function linkHtml({ operationId, summary }: Entry): string {
  return `<li><a href="#${escapeHtml(operationId)}">${escapeHtml(summary)}</a></li>`;
}

function entryHtml(entry: Entry): string {
  const { operationId, method, path, summary, description, parameters, requestBody, responses } = entry;
  const body = requestBody?.content['application/json']?.schema;
  return `<details open id="${escapeHtml(operationId)}">
<summary><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> <span>${escapeHtml(summary)}</span></summary><div>
${description ? `<p>${prose(description)}</p>` : ''}
${parameters ? `<h3>Parameters</h3>${fieldsHtml(parameters.map(parameterField))}` : ''}
${body ? `<h3>Body${requestBody?.required ? '' : ' (may be absent)'}</h3>${schemaHtml(body)}` : ''}
<h3>Answers</h3>${answersHtml(responses)}</div></details>`;
}

function parameterField({ name, in: place, required = false, schema, description }: Parameter): Field {
  const text = description ?? schema.description ?? '';
  return { name, required, schema, description: place === 'query' ? text : `${text} (${place})` };
}

function answersHtml(responses: Operation['responses']): string {
  const rows = Object.entries(responses).map(([status, { description, content = {}, headers = {} }]) => {
    const bodies = Object.entries(content).map(
      ([type, { schema }]) => `${schema ? typeHtml(schema) : ''} <small>${escapeHtml(type)}</small>`,
    );
    const names = Object.keys(headers).map((name) => `<code>${escapeHtml(name)}</code>`);
    const also = names.length === 0 ? '' : ` <small>with ${names.join(', ')}</small>`;
    return `<tr><th scope="row">${status}</th><td>${prose(description)}${also}</td><td>${bodies.join('<br>')}</td></tr>`;
  });
  return `<div class="wide" tabindex="0"><table><tbody>${rows.join('')}</tbody></table></div>`;
}

function componentHtml([name, schema]: readonly [string, JsonSchema]): string {
  const text = schema.description ? `<p>${prose(schema.description)}</p>` : '';
  return `<details open id="schema-${escapeHtml(name)}"><summary><b>${escapeHtml(name)}</b></summary><div>${text}${schemaHtml(schema)}</div></details>`;
}
