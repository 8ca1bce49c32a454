/** Offsets in the header of a 64-bit ELF file. @see https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const E_PHOFF = 0x20;
const E_SHOFF = 0x28;
const E_PHENTSIZE = 0x36;
const E_PHNUM = 0x38;
const E_SHENTSIZE = 0x3a;
const E_SHNUM = 0x3c;
const E_SHSTRNDX = 0x3e;
const HEADER_SIZE = 0x40;
/** Offsets in a program header. */
const P_OFFSET = 0x08;
const P_FILESZ = 0x20;

/**
 * Cuts what running a program does not need: section headers, symbol tables and debug data. The loader reads program
 * headers only; every byte that one of them covers stays. Pure: same bytes in, same bytes out.
 *
 * @param image a 64-bit little-endian ELF program
 * @throws RangeError if it is anything else, or cut short
 */
export function stripElf(image: Buffer): Buffer {
  if (image.length < HEADER_SIZE || image.readUInt32BE(0) !== 0x7f454c46) throw new RangeError('not an ELF file');
  if (image[4] !== 2 || image[5] !== 1) throw new RangeError('not a 64-bit little-endian ELF file');
  const end = endOfSegments(image);
  if (end > image.length) throw new RangeError(`cut short: segments end at ${end}, the file at ${image.length}`);
  const stripped = Buffer.from(image.subarray(0, end));
  stripped.writeBigUInt64LE(0n, E_SHOFF);
  stripped.writeUInt16LE(0, E_SHENTSIZE);
  stripped.writeUInt16LE(0, E_SHNUM);
  stripped.writeUInt16LE(0, E_SHSTRNDX);
  return stripped;
}

function endOfSegments(image: Buffer): number {
  const start = Number(image.readBigUInt64LE(E_PHOFF));
  const size = image.readUInt16LE(E_PHENTSIZE);
  const count = image.readUInt16LE(E_PHNUM);
  let end = Math.max(HEADER_SIZE, start + size * count);
  if (count === 0 || end > image.length) throw new RangeError('no program headers');
  for (let at = start; at < start + size * count; at += size) {
    const segmentEnd = image.readBigUInt64LE(at + P_OFFSET) + image.readBigUInt64LE(at + P_FILESZ);
    end = Math.max(end, Number(segmentEnd));
  }
  return end;
}
