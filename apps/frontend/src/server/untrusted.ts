import type { IncomingHttpHeaders } from 'node:http';

/** With Next's preview id these force a new render or name cache tags; the nonce's header comes from us alone. */
const HEADERS = [
  'x-prerender-revalidate',
  'x-prerender-revalidate-if-generated',
  'x-next-revalidated-tags',
  'x-next-revalidate-tag-token',
  'content-security-policy',
  'content-security-policy-report-only',
];

/** With Next's preview id these turn draft mode on. */
const COOKIES = new Set(['__prerender_bypass', '__next_preview_data']);

/**
 * Removes what Next trusts because of a key that it draws at build time. Our build writes a constant in the key's place
 * (src/build/normalise.ts), for the sake of reproducible images; so nobody may present it.
 */
export function dropUntrusted(headers: IncomingHttpHeaders): void {
  for (const name of HEADERS) delete headers[name];
  if (headers.cookie === undefined) return;
  const kept = headers.cookie.split(';').filter((crumb) => !COOKIES.has(crumb.split('=', 1)[0]?.trim() ?? ''));
  if (kept.length > 0) headers.cookie = kept.join(';').trim();
  else delete headers.cookie;
}
