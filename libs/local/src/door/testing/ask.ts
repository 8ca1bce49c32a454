import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request, type RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
}

/** What is asked. */
export interface Asking extends Omit<RequestOptions, 'headers'> {
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** Sends one request on a connection of its own; rejects when the answer breaks off. */
export async function ask(url: string, { body, headers, ...options }: Asking = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const framed = headers !== undefined && 'transfer-encoding' in headers;
  const length = body === undefined || framed ? {} : { 'content-length': Buffer.byteLength(body) };
  const asking = request(url, { agent: false, headers: { ...length, ...headers }, ...options }, (answer) => {
    text(answer).then(
      (read) =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          rawHeaders: answer.rawHeaders,
          trailers: answer.trailers,
          body: read,
        }),
      reject,
    );
  });
  asking.on('error', reject);
  asking.end(body);
  return promise;
}
