import type { Context } from 'hono';
import { ApiProblem } from './api-problem.ts';

/** The largest input is a chat message: 4000 characters, at most 12 bytes each when every one is escaped as two `\uXXXX`. */
const MAX_BODY_BYTES = 64 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Reads a JSON body.
 *
 * @returns undefined when there is no body at all
 * @throws ApiProblem 413, 415 or 400
 */
export async function readBody(c: Context): Promise<unknown> {
  const bytes = await readBytes(c.req.raw);
  if (bytes.length === 0) return undefined;
  requireJson(c.req.header('content-type'));
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    // The parser's message repeats a piece of the text.
    throw new ApiProblem(400, 'MALFORMED', { title: 'Bad request', detail: 'The body is not JSON in UTF-8.' });
  }
}

async function readBytes({ headers, body }: Request): Promise<Buffer> {
  if (Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  if (!body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    // Else it is the connection's, which broke off: nobody reads the answer, and nothing of ours failed.
    if (error instanceof ApiProblem) throw error;
    throw new ApiProblem(400, 'MALFORMED', { title: 'Bad request', detail: 'The body broke off.' });
  }
  return Buffer.concat(chunks);
}

function requireJson(contentType: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type.trim() === 'application/json' && isUtf8) return;
  throw new ApiProblem(415, 'NOT_JSON', {
    title: 'Unsupported media type',
    detail: 'Send the body as application/json in UTF-8.',
    headers: { accept: 'application/json' },
  });
}

function tooLarge(): ApiProblem {
  return new ApiProblem(413, 'BODY_TOO_LARGE', {
    title: 'Content too large',
    detail: `A body has at most ${MAX_BODY_BYTES} bytes.`,
  });
}
