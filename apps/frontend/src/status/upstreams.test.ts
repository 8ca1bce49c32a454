import { expect, test } from 'vitest';

import { upstreamsOf } from './upstreams.ts';

test('both addresses come from the environment, and none has a default', () => {
  const environment = { BACKEND_URL: 'http://backend:8000', MCP_URL: 'http://mcp:8001' };
  expect(upstreamsOf(environment)).toEqual({ backendUrl: 'http://backend:8000', mcpUrl: 'http://mcp:8001' });
  expect(() => upstreamsOf({ BACKEND_URL: 'http://backend:8000' })).toThrow('MCP_URL');
});
