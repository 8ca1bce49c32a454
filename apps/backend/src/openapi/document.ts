import { createDocument } from 'zod-openapi';
import type { Route } from '../http/route.ts';
import { operationOf } from './operation.ts';
import { publicPaths } from './public-paths.ts';

/** An OpenAPI 3.1 document. */
export type Document = ReturnType<typeof createDocument>;

const DESCRIPTION = `Tasks by hand and by talking to an assistant.

Every address begins with the user's own id, and needs a bearer token of that user: get one from \`/api/auth/token\` while you
are signed in. Somebody else's task or conversation looks like one that is not there. Errors are problem documents (RFC 9457).`;

/** The OpenAPI document of these routes. Pure; some milliseconds of work, so ask once. */
export function openApiDocument(routes: readonly Route[], version: string): Document {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Todo Chatbot', version, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [
      { name: 'Tasks', description: 'What is to be done.' },
      { name: 'Conversations', description: 'Talks with the assistant, with all their messages.' },
      { name: 'Chat', description: 'Talking to the assistant, whole answers or streams.' },
      { name: 'About', description: 'What needs no token.' },
    ],
    paths: { ...paths, ...publicPaths },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
}
