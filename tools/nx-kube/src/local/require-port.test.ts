import { expect, test } from 'vitest';

import { requirePort } from './require-port.ts';

test.each([undefined, 1, 8080, 65_535])('%s is a port to ask for', (port) => {
  expect(() => requirePort(port)).not.toThrow();
});

test.each([0, -1, 80.5, 65_536, Infinity])('%s is none', (port) => {
  expect(() => requirePort(port)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
});
