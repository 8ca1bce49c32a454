import type { Hono } from 'hono';
import manifest from '../../package.json' with { type: 'json' };
import type { Route, RouteEnvironment } from '../http/route.ts';
import { refuseOtherMethods } from '../http/serve-routes.ts';

/** What both addresses answer. */
interface Reference {
  readonly json: string;
  readonly page: string;
  readonly policy: string;
}

const CACHE = { 'cache-control': 'public, max-age=300' };

/**
 * Serves `/api/openapi.json` and `/api/docs`. Both are made when somebody first asks, by code that is loaded only then: a
 * service that starts has better things to do.
 */
export function serveOpenApi(app: Hono<RouteEnvironment>, routes: readonly Route[]): void {
  let made: Promise<Reference> | undefined;
  const reference = (): Promise<Reference> => (made ??= makeReference(routes));
  app.get('/api/openapi.json', async (c) =>
    c.body((await reference()).json, 200, { 'content-type': 'application/json', ...CACHE }),
  );
  app.get('/api/docs', async (c) => {
    const { page, policy } = await reference();
    return c.html(page, 200, { 'content-security-policy': policy, ...CACHE });
  });
  for (const path of ['/api/openapi.json', '/api/docs']) refuseOtherMethods(app, path, ['GET', 'HEAD']);
}

async function makeReference(routes: readonly Route[]): Promise<Reference> {
  const [{ openApiDocument }, { referencePage, referencePolicy }] = await Promise.all([
    import('./document.ts'),
    import('./reference-page.ts'),
  ]);
  const document = openApiDocument(routes, manifest.version);
  return { json: JSON.stringify(document), page: referencePage(document), policy: referencePolicy };
}
