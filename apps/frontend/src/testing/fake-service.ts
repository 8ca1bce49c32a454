import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service of the test's own, over real HTTP. */
export interface FakeService {
  readonly url: string;
  close(): Promise<void>;
}

/** What a path answers: status and JSON, or a function that answers as it likes. */
export type Answers = Readonly<
  Record<string, readonly [status: number, body: unknown] | ((q: IncomingMessage, r: ServerResponse) => void)>
>;

/** Listens on a free port of this machine; an unknown path is a 404. */
export async function fakeService(answers: Answers): Promise<FakeService> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''] ?? [404, { status: 404 }];
    if (typeof answer === 'function') return answer(request, response);
    response.writeHead(answer[0], { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer[1]));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** An address at which nothing listens. */
export async function deadUrl(): Promise<string> {
  const service = await fakeService({});
  await service.close();
  return service.url;
}

/** The paths of a backend in good health, as apps/backend answers them. */
export const healthyBackend: Answers = {
  '/health': [200, { status: 'ok' }],
  '/api/status': [200, { status: 'ok', database: { status: 'ok', latencyMs: 1.84 } }],
};

/** The paths of an MCP server in good health. */
export const healthyMcp: Answers = { '/health': [200, { status: 'ok' }] };
