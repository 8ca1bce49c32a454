import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';

import { contentSecurityPolicy, newNonce } from './security/content-security-policy.ts';

/** Gives each page its own Content-Security-Policy; Next reads the nonce for its script tags from the request's copy. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(newNonce(), process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Files with a digest in their name run no script of their own; what is below `/api` brings its own policy, if it is a page. */
export const config = { matcher: '/((?!_next/static/|api/).*)' };
