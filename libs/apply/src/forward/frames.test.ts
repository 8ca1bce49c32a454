import fc from 'fast-check';
import { expect, test } from 'vitest';

import { encodeFrame, frameReader, opcodes } from './frames.ts';

/** What a server sends: the same without a mask. */
function serverFrame(payload: Buffer): Buffer {
  const masked = encodeFrame(opcodes.binary, payload, Buffer.alloc(4));
  const head = masked.length - payload.length - 4;
  const plain = Buffer.concat([masked.subarray(0, head), payload]);
  plain[1] = (plain[1] ?? 0) & 0x7f;
  return plain;
}

test.each([0, 1, 125, 126, 65_535, 65_536])('a frame of %d bytes is read as it was written', (length) => {
  const payload = Buffer.alloc(length, 7);
  expect(frameReader()(serverFrame(payload))).toEqual([{ opcode: opcodes.binary, last: true, payload }]);
});

test('frames are the same wherever the pieces end', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), fc.integer({ min: 1, max: 50 }), (payloads, size) => {
      const bytes = Buffer.concat(payloads.map((payload) => serverFrame(Buffer.from(payload))));
      const read = frameReader();
      const frames = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        read(bytes.subarray(index * size, (index + 1) * size)),
      ).flat();
      expect(frames.map(({ payload }) => payload.toString('hex'))).toEqual(
        payloads.map((payload) => Buffer.from(payload).toString('hex')),
      );
    }),
  );
});

test('what a client sends is masked', () => {
  const frame = encodeFrame(opcodes.binary, Buffer.from('abcd'), Buffer.from([1, 2, 3, 4]));
  expect(frame).toEqual(Buffer.from([0x82, 0x84, 1, 2, 3, 4, 0x61 ^ 1, 0x62 ^ 2, 0x63 ^ 3, 0x64 ^ 4]));
});
