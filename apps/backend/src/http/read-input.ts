import type { Context } from 'hono';
import type * as z from 'zod';
import { ApiProblem, invalid, type InputIssue } from './api-problem.ts';
import { inputIssues, unkeepableText } from './input-issues.ts';
import { readBody } from './read-body.ts';
import type { Route } from './route.ts';

/** The input of a request, parsed by the schemas of its route. */
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Reads and checks path, query and body, and reports what is wrong with all of them together.
 *
 * @throws ApiProblem 400, 413, 415, 422
 */
export async function readInput(route: Route, c: Context): Promise<Input> {
  const issues: InputIssue[] = [];
  const check = (part: string, schema: z.ZodType | undefined, given: unknown): unknown => {
    if (!schema) return undefined;
    const result = schema.safeParse(given);
    if (!result.success) issues.push(...inputIssues(part, result.error));
    else {
      const issue = unkeepableText(result.data, part);
      if (issue) issues.push(issue);
    }
    return result.data;
  };
  const given = route.body && (await readBody(c));
  if (route.body && given === undefined && !isOptional(route.body)) {
    throw new ApiProblem(400, 'MALFORMED', { title: 'Bad request', detail: 'There is no body; send one of JSON.' });
  }
  const params = check('path', route.params, route.params && pathValues(c, route.params));
  const query = check('query', route.query, route.query && queryValues(c, issues));
  const body = check('body', route.body, given);
  if (issues.length > 0) throw invalid(issues);
  return { params: params ?? {}, query: query ?? {}, body };
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

function pathValues(c: Context, schema: z.ZodObject): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.keys(schema.shape).map((name) => [name, c.req.param(name)]));
}

/** One value per name: what a second one would mean is for nobody to guess. */
function queryValues(c: Context, issues: InputIssue[]): Readonly<Record<string, string>> {
  const values: [string, string][] = [];
  for (const [name, [first = '', ...more]] of Object.entries(c.req.queries())) {
    if (more.length > 0) issues.push({ path: `query.${name.slice(0, 50)}`, message: 'is given more than once' });
    values.push([name, first]);
  }
  return Object.fromEntries(values);
}
