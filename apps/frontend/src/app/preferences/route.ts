import { preferenceCookies, returnPath } from '../../ui/preferences.ts';

const MOST_BYTES = 2048;

/** `POST /preferences`: keeps theme, language or time zone in cookies, and leads back to the page of the form. */
export async function POST(request: Request): Promise<Response> {
  const { headers } = request;
  // Browsers say where a request comes from; no other site chooses for our users.
  if (!['same-origin', 'none', null].includes(headers.get('sec-fetch-site')))
    return new Response(null, { status: 403 });
  const bytes = Number(headers.get('content-length') ?? Number.NaN);
  if (Number.isNaN(bytes)) return new Response(null, { status: 411 });
  if (bytes > MOST_BYTES) return new Response(null, { status: 413 });
  const form = new URLSearchParams(await request.text());
  const answer = new Headers({ Location: returnPath(headers.get('referer')), 'Cache-Control': 'no-store' });
  const secure = headers.get('x-forwarded-proto') === 'https';
  for (const cookie of preferenceCookies(form, secure)) answer.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers: answer });
}
