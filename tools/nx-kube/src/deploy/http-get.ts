import { get } from 'node:http';

/** Status and body of an answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** How long a look may take. */
const PATIENCE_MS = 3000;

/**
 * GET with a Host header of our own, which `fetch` does not allow: how an Ingress is asked without a name server.
 *
 * @param url plain http
 * @throws Error when nobody answers
 */
export function httpGet(url: string, host: string, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const options = { headers: { host }, timeout: PATIENCE_MS, signal, agent: false } as const;
    const request = get(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    request.on('error', reject);
  });
}
