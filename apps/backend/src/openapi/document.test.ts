import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes } from '../app.ts';
import { startBackend, type TestBackend } from '../testing/start-backend.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}

interface Served {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let backend: TestBackend;
let document: Served;
let operations: readonly (Operation & { method: string; path: string })[];
beforeAll(async () => {
  backend = await startBackend();
  document = (await (await backend.apps[0]!.request('/api/openapi.json')).json()) as Served;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
}, 120_000);
afterAll(() => backend?.close());

const find = (id: string): Operation => operations.find(({ operationId }) => operationId === id)!;

test('it is OpenAPI 3.1, served without a token', async () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const answer = await backend.apps[0]!.request('/api/openapi.json');
  expect(answer.headers.get('content-type')).toBe('application/json');
});

test('every route of the app is in it, and nothing else', () => {
  // What Hono answers, and not what merely refuses other methods or runs before every route.
  const served = backend.apps[0]!.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/')).map(
    ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
  );
  const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.toSorted()).toEqual(served.toSorted());
  const table = allRoutes({ database: backend.database, chat: backend.chat });
  expect(operations.filter(({ security }) => security === undefined).map(({ operationId }) => operationId)).toEqual(
    table.map(({ id }) => id),
  );
});

test('operations have names of their own', () => {
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test('each parameter of a path is declared, and is required', () => {
  for (const { path, parameters = [] } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const declared = parameters.filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => name).toSorted()).toEqual(inPath.toSorted());
    expect(declared.every(({ required }) => required === true)).toBe(true);
  }
});

test('each reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name);
});

test('answers of the pipeline are documented where it can give them', () => {
  const statuses = (id: string): readonly string[] => Object.keys(find(id).responses);
  expect(statuses('listTasks')).toEqual(['200', '400', '401', '403', '422', '429', '503']);
  expect(statuses('addTask')).toEqual(['201', '400', '401', '403', '409', '413', '415', '422', '429', '503']);
  expect(statuses('deleteTask')).toEqual(['204', '400', '401', '403', '404', '412', '422', '429', '503']);
  const problems = operations.flatMap(({ responses }) =>
    Object.entries(responses).filter(([status]) => Number(status) >= 400),
  );
  for (const [, { content }] of problems) expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
});

test('a body may be absent only where the route says so', () => {
  expect(find('completeTask').requestBody?.required).toBe(false);
  expect(find('updateTask').requestBody?.required).toBe(true);
});

test('the reference page asks for nothing, and its policy allows just its own style', async () => {
  const answer = await backend.apps[0]!.request('/api/docs');
  const page = await answer.text();
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'; frame-anc/,
  );
  expect(page).not.toMatch(/<script|<img|<link|https?:|style="|@import|url\(/);
  for (const { operationId } of operations) expect(page).toContain(`id="${operationId}"`);
  // Each link within the page leads somewhere.
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});
