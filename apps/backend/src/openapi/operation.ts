import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi';
import { problemSchema } from '../http/api-problem.ts';
import type { Route, RouteResponse } from '../http/route.ts';

/** What the OpenAPI document says about one route: its own answers, and those that the pipeline gives for it. */
export function operationOf(route: Route): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, body } = route;
  const header = headersOf(route);
  const responses = { ...pipelineResponses(route), ...route.responses };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    requestParams: {
      path: z
        .object({ user_id: z.string().describe('The user that the token belongs to.') })
        .extend(params?.shape ?? {}),
      ...(query && { query }),
      ...(header && { header }),
    },
    ...(body && {
      requestBody: { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: body } } },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, responseOf(Number(status), response)]),
    ),
  };
}

function headersOf({ headers = {}, idempotent }: Route): z.ZodObject | undefined {
  const all = {
    ...headers,
    ...(idempotent && {
      'idempotency-key': 'Of your choice, 1 to 200 printable characters: the same key gives the same answer for a day.',
    }),
  };
  const names = Object.keys(all);
  if (names.length === 0) return undefined;
  return z.object(
    Object.fromEntries(Object.entries(all).map(([name, text]) => [name, z.string().optional().describe(text)])),
  );
}

const RETRY = { 'retry-after': 'Seconds after which to try again.' };

function pipelineResponses({ params, query, body, idempotent }: Route): Readonly<Record<number, RouteResponse>> {
  return {
    400: { description: 'Malformed: the request is not what HTTP or JSON ask for.' },
    401: {
      description: 'No token, or one that is not valid here.',
      headers: { 'www-authenticate': 'The challenge of RFC 6750.' },
    },
    403: { description: 'The token belongs to another user than the address.' },
    ...(idempotent && {
      409: { description: 'A request with the same `Idempotency-Key` is still under way.', headers: RETRY },
    }),
    ...(body && {
      413: { description: 'The body is larger than 64 KiB.' },
      415: { description: 'The body is not `application/json`.' },
    }),
    ...((params || query || body) && { 422: { description: 'The input does not fit; `errors` says where and why.' } }),
    429: { description: 'Too many requests.', headers: RETRY },
    503: { description: 'Something that this needs is away at the moment.', headers: RETRY },
  };
}

function responseOf(status: number, response: RouteResponse): ZodOpenApiResponseObject {
  const { description, headers } = response;
  const schema = response.schema ?? (status >= 400 ? problemSchema : undefined);
  const contentType = response.contentType ?? (status >= 400 ? 'application/problem+json' : 'application/json');
  return {
    description,
    ...(schema && { content: { [contentType]: { schema } } }),
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [
          name,
          { description: text, schema: { type: 'string' as const } },
        ]),
      ),
    }),
  };
}
