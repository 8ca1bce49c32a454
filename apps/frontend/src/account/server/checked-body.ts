import { problem } from './problem.ts';

/** Longer than all fields at their longest. */
const MAX_BODY_BYTES = 16 * 1024;
const MAX_NAME = 100;

/** The request with a body that is short, and in which every text can be stored; else the answer that says what is wrong. */
export async function withCheckedBody(request: Request): Promise<Request | Response> {
  const text = await shortText(request);
  if (text === undefined) return problem({ status: 413, title: 'Content Too Large' });
  // Who signs out has nothing to say.
  const body = parsed(text === '' ? '{}' : text);
  if (body === undefined) return problem({ status: 400, title: 'Bad request', detail: 'The body is no JSON object.' });
  const { name } = body as { name?: unknown };
  if (hasNul(body) || (typeof name === 'string' && (name.trim() === '' || name.length > MAX_NAME))) {
    return problem({ status: 422, title: 'Unprocessable content', detail: 'A field can not be stored.' });
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    ...(text !== '' && { body: text }),
  });
}

async function shortText(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Postgres stores every character but this one. */
function hasNul(body: object): boolean {
  return Object.values(body).some((value) => typeof value === 'string' && value.includes('\0'));
}
