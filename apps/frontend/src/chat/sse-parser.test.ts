import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sseParser } from './sse-parser.ts';
import type { SseEvent } from './sse-parser.ts';

const parse = (...chunks: string[]): SseEvent[] => {
  const parser = sseParser();
  return chunks.flatMap((chunk) => [...parser(chunk)]);
};

test.each<[what: string, text: string, events: readonly Partial<SseEvent>[]]>([
  ['an event with all its fields', 'id: t:1\nevent: delta\ndata: {}\n\n', [{ id: 't:1', event: 'delta', data: '{}' }]],
  ['lines ended by CRLF', 'id: 1\r\ndata: a\r\n\r\n', [{ id: '1', data: 'a' }]],
  ['lines ended by CR', 'data: a\r\rdata: b\r\r', [{ data: 'a' }, { data: 'b' }]],
  ['data of several lines', 'data: a\ndata:\ndata: c\n\n', [{ data: 'a\n\nc' }]],
  ['a heartbeat', ': still here\n\n', []],
  ['a comment between fields', 'data: a\n: hm\ndata: b\n\n', [{ data: 'a\nb' }]],
  ['no event name', 'data: a\n\n', [{ event: 'message', data: 'a' }]],
  ['a name for one event only', 'event: x\ndata: a\n\ndata: b\n\n', [{ event: 'x' }, { event: 'message' }]],
  ['an id that lasts', 'id: 7\ndata: a\n\ndata: b\n\n', [{ id: '7' }, { id: '7' }]],
  ['an id that is taken back', 'id: 7\ndata: a\n\nid\ndata: b\n\n', [{ id: '7' }, { id: '' }]],
  ['an id with NUL', 'id: 7\0\ndata: a\n\n', [{ id: '' }]],
  ['an id without data', 'id: 7\n\ndata: a\n\n', [{ id: '7', data: 'a' }]],
  ['one blank after the colon as no part of the value', 'data:  a\ndata:b\n\n', [{ data: ' a\nb' }]],
  ['unknown fields', 'retry: 1000\nfoo: bar\ndata: a\n\n', [{ data: 'a' }]],
  ['a byte order mark', '\uFEFFdata: a\n\n', [{ data: 'a' }]],
  ['an event that is not ended', 'data: a\n', []],
])('it reads %s', (_what, text, events) => {
  expect(parse(text)).toEqual(events.map((event) => expect.objectContaining(event)));
});

test('however the text is cut, the events are the same', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'data: a',
      'data:b',
      'data',
      'id: t:1',
      'id',
      'event: delta',
      ': hm',
      '',
      '',
      'data: ایک دو',
      'retry: 5',
    ),
    fc.string().map((text) => `data: ${text.replaceAll(/[\r\n]/g, '')}`),
  );
  const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n'))).map((lines) => lines.flat().join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 12 }), (whole, at) => {
      const cuts = [0, ...at.map((index) => index % (whole.length + 1)).sort((a, b) => a - b), whole.length];
      const pieces = cuts.slice(1).map((end, index) => whole.slice(cuts[index], end));
      expect(parse(...pieces)).toEqual(parse(whole));
    }),
    { numRuns: 500 },
  );
});
