import { expect, test } from 'vitest';

import { stripElf } from './elf.ts';

/** A program with one segment over the first 0x100 bytes, then a symbol table, then section headers. */
function program(): Buffer {
  const image = Buffer.alloc(0x200, 0xaa);
  image.write('\x7fELF', 'latin1');
  image[4] = 2;
  image[5] = 1;
  image.writeBigUInt64LE(0x40n, 0x20); // program headers follow the header
  image.writeBigUInt64LE(0x180n, 0x28); // section headers at the end
  image.writeUInt16LE(56, 0x36);
  image.writeUInt16LE(1, 0x38);
  image.writeUInt16LE(64, 0x3a);
  image.writeUInt16LE(2, 0x3c);
  image.writeUInt16LE(1, 0x3e);
  image.writeUInt32LE(1, 0x40); // PT_LOAD
  image.writeBigUInt64LE(0n, 0x40 + 8);
  image.writeBigUInt64LE(0x100n, 0x40 + 32);
  return image;
}

test('what no segment covers is cut', () => {
  expect(stripElf(program())).toHaveLength(0x100);
});

test('what a segment covers stays, apart from the fields that point to sections', () => {
  const stripped = stripElf(program());
  expect(stripped.subarray(0x40)).toEqual(program().subarray(0x40, 0x100));
  expect(stripped.subarray(0, 0x28)).toEqual(program().subarray(0, 0x28));
  expect(stripped.readBigUInt64LE(0x28)).toBe(0n);
  expect(stripped.readUInt16LE(0x3c)).toBe(0);
});

test('stripping twice changes nothing more', () => {
  expect(stripElf(stripElf(program()))).toEqual(stripElf(program()));
});

test('the original is left alone', () => {
  const image = program();
  stripElf(image);
  expect(image).toEqual(program());
});

test.each([
  { what: 'a script', image: Buffer.from('#!/bin/sh\n'.padEnd(100)) },
  { what: 'an empty file', image: Buffer.alloc(0) },
  { what: 'a 32-bit program', image: Buffer.concat([Buffer.from('\x7fELF\x01\x01', 'latin1'), Buffer.alloc(100)]) },
  { what: 'a program that is cut short', image: program().subarray(0, 0xc0) },
])('$what is refused', ({ image }) => {
  expect(() => stripElf(image)).toThrow(RangeError);
});
