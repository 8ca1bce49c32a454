import { expect, test } from 'vitest';

import { readOnly } from './names.ts';

const known = ['backend', 'frontend', 'mcp'];
const pod = { workload: 'backend', names: ['backend-7f4-x7k2p', 'backend-x7k2p/migrate'] };

test('without a list all are meant', () => {
  expect(readOnly(undefined, known)).toBeUndefined();
});

test.each([
  ['its workload', 'backend', true],
  ['one of several workloads', ' mcp , backend ', true],
  ['a name of its own', 'backend-x7k2p/migrate', true],
  ['the workload of somebody else', 'mcp', false],
  ['another process of its workload', 'backend-2', false],
])('what %s names: %s', (_, only, meant) => {
  expect(readOnly(only, known)?.(pod)).toBe(meant);
});

test.each([
  ['backnd', 'did you mean backend?'],
  ['something-else', 'use some of: backend, frontend, mcp'],
  ['', 'use some of: backend, frontend, mcp'],
])('the list "%s" is refused with a way out', (only, fix) => {
  expect(() => readOnly(only, known)).toThrow(expect.objectContaining({ code: 'USAGE', fix }) as Error);
});
