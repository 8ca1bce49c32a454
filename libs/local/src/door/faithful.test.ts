import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { doorTo } from './testing/door-and-servers.ts';

const token = fc.stringMatching(/^[a-z][a-z\d-]{0,12}$/);
const exchanges = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  path: fc.webPath().map((path) => (path.startsWith('/') ? path : `/${path}`)),
  headers: fc.dictionary(
    token.map((name) => `x-own-${name}`),
    fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/),
    { maxKeys: 6 },
  ),
  pieces: fc.array(fc.uint8Array({ minLength: 1, maxLength: 70_000 }), { maxLength: 4 }),
  sized: fc.boolean(),
  status: fc.constantFrom(200, 201, 206, 302, 400, 404, 418, 500, 503),
  back: fc.array(fc.uint8Array({ minLength: 1, maxLength: 70_000 }), { maxLength: 4 }),
  backSized: fc.boolean(),
});
type Exchange = typeof exchanges extends fc.Arbitrary<infer T> ? T : never;

test('whatever is asked and answered arrives as it was sent, whether in one piece or in several', async () => {
  let current: Exchange | undefined;
  let seen: { method?: string | undefined; url?: string | undefined; headers: object; body: Buffer } | undefined;
  const { url } = await doorTo((incoming, outgoing) => {
    buffer(incoming).then(
      (body) => {
        seen = { method: incoming.method, url: incoming.url, headers: own(incoming), body };
        const { status, headers, back, backSized } = current as Exchange;
        const size = back.reduce((sum, piece) => sum + piece.length, 0);
        outgoing.writeHead(status, { ...headers, ...(backSized ? { 'content-length': size } : {}) });
        for (const piece of back) outgoing.write(piece);
        return outgoing.end();
      },
      () => outgoing.destroy(),
    );
  });

  await fc.assert(
    fc.asyncProperty(exchanges, async (exchange) => {
      current = exchange;
      const { answer, body } = await send(url, exchange);
      expect(seen).toEqual({
        method: exchange.method,
        url: exchange.path,
        headers: { ...exchange.headers },
        body: Buffer.concat(exchange.pieces),
      });
      expect([answer.statusCode, own(answer)]).toEqual([exchange.status, { ...exchange.headers }]);
      expect(body.equals(Buffer.concat(exchange.back))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

async function send(
  url: string,
  { method, path, headers, pieces, sized }: Exchange,
): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ answer: IncomingMessage; body: Buffer }>();
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const framing = sized ? { 'content-length': size } : { 'transfer-encoding': 'chunked' };
  const asking = request(url, { agent: false, method, path, headers: { ...headers, ...framing } }, (answer) => {
    buffer(answer).then((body) => resolve({ answer, body }), reject);
  });
  asking.on('error', reject);
  for (const piece of pieces) asking.write(piece);
  asking.end();
  return promise;
}

function own({ headers }: IncomingMessage): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-own-')));
}
