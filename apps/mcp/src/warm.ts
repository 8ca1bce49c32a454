import { warm } from '@todo/service/warm';

const headers = { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25' };
const call = (id: number, method: string, params: object = {}): object => ({ jsonrpc: '2.0', id, method, params });
const ask = (body: object): Parameters<typeof warm>[2][number] => ({
  method: 'POST',
  path: '/mcp',
  headers,
  body,
  status: 200,
});

// Beside this file, once both are built.
await warm(new URL('app/main.mjs', import.meta.url), 'todo-mcp', [
  ask(
    call(1, 'initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'warm', version: '1' },
    }),
  ),
  ask(call(2, 'tools/list')),
  ask(call(3, 'tools/call', { name: 'list_tasks', arguments: {} })),
]);
