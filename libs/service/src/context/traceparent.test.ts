import { expect, test } from 'vitest';
import { readTraceparent } from './traceparent.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const span = '00f067aa0ba902b7';

test.each([
  { header: `00-${trace}-${span}-01`, sampled: true },
  { header: `00-${trace}-${span}-00`, sampled: false },
  { header: `01-${trace}-${span}-03-later`, sampled: true },
])('$header names a span', ({ header, sampled }) => {
  expect(readTraceparent((name) => (name === 'traceparent' ? header : undefined))).toMatchObject({
    traceId: trace,
    spanId: span,
    sampled,
  });
});

test.each([
  '',
  'nonsense',
  `ff-${trace}-${span}-01`,
  `00-${'0'.repeat(32)}-${span}-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace.toUpperCase()}-${span}-01`,
])('"%s" names none', (header) => {
  expect(readTraceparent(() => header)).toBeUndefined();
});
