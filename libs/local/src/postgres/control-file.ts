/** Where its fields end, and the checksum of them stands, differs among versions. */
const FIRST = 200;
const LAST = 508;
const BYTES = 8192;

/**
 * Whether `global/pg_control` is as PostgreSQL wrote it: its checksum (CRC-32C) covers all that stands before it. Without
 * this file a server does not start. Pure.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_control.h
 */
export function isControlFile(bytes: Buffer): boolean {
  if (bytes.length !== BYTES) return false;
  let sum = 0xffff_ffff;
  for (let at = 0; at <= LAST; at++) {
    if (at >= FIRST && at % 4 === 0 && bytes.readUInt32LE(at) === ~sum >>> 0) return true;
    sum = (sum >>> 8) ^ (TABLE[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return false;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0x82f6_3b78 : sum >>> 1;
  return sum;
});
