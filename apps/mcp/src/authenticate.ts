import { AuthError, type Identity, type Verifier } from '@todo/auth';
import type { Problem } from '@todo/service/http';

/** A request that may not go on: what the caller is told, with the headers that belong to it. */
export interface Refused {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the metadata of the resource `/mcp` is. @see https://www.rfc-editor.org/rfc/rfc9728#section-3 */
export const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

/** Seconds after which the keys are worth asking for again. */
const RETRY_SECONDS = 5;

/**
 * Who calls, by the request's bearer token.
 *
 * @param url of the request, as the caller knows it
 * @see https://modelcontextprotocol.io/specification/latest/basic/authorization
 */
export async function authenticate(
  verifier: Verifier,
  authorization: string | undefined,
  url: string,
): Promise<Identity | Refused> {
  try {
    return await verifier.verify(authorization);
  } catch (error) {
    if (error instanceof AuthError) return refusedBecause(error, url);
    throw error;
  }
}

function refusedBecause({ code, message: detail }: AuthError, url: string): Refused {
  if (code === 'KEYS_UNAVAILABLE')
    return {
      problem: { status: 503, title: 'Service unavailable', detail, retryAfterSeconds: RETRY_SECONDS },
      headers: {},
    };
  // Without a token there is nothing wrong with one: RFC 6750, section 3.1.
  const invalid = code === 'NO_TOKEN' ? '' : `error="invalid_token", error_description="${detail}", `;
  const challenge = `Bearer realm="todo", ${invalid}resource_metadata="${new URL(METADATA_PATH, url).href}"`;
  return { problem: { status: 401, title: 'Unauthorized', detail }, headers: { 'www-authenticate': challenge } };
}

/** What a client reads before it asks for a token: whose tokens are taken here, and how they are sent. */
export function resourceMetadata(issuer: string, url: string): Readonly<Record<string, unknown>> {
  return {
    resource: new URL('/mcp', url).href,
    resource_name: 'Todo Chatbot',
    authorization_servers: [issuer],
    bearer_methods_supported: ['header'],
  };
}
