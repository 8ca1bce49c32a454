import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { problemSchema } from '../http/api-problem.ts';

const status = z.strictObject({
  status: z.literal('ok'),
  database: z.strictObject({ status: z.literal('ok'), latencyMs: z.number().min(0) }),
});
const away = {
  description: 'The database does not answer.',
  headers: { 'retry-after': { description: 'Seconds after which to try again.', schema: { type: 'string' as const } } },
  content: { 'application/problem+json': { schema: problemSchema } },
};

/** The addresses that need no token. */
export const publicPaths: ZodOpenApiPathsObject = {
  '/api/status': {
    get: {
      operationId: 'getStatus',
      tags: ['About'],
      summary: 'See whether the database answers',
      security: [],
      responses: {
        200: { description: 'It does.', content: { 'application/json': { schema: status } } },
        503: away,
      },
    },
  },
  '/api/openapi.json': {
    get: {
      operationId: 'getOpenApiDocument',
      tags: ['About'],
      summary: 'Read this document',
      security: [],
      responses: {
        200: {
          description: 'An OpenAPI 3.1 document.',
          content: { 'application/json': { schema: z.looseObject({}) } },
        },
      },
    },
  },
  '/api/docs': {
    get: {
      operationId: 'getReference',
      tags: ['About'],
      summary: 'Read this document as a page',
      security: [],
      responses: { 200: { description: 'A page.', content: { 'text/html': { schema: z.string() } } } },
    },
  },
};
