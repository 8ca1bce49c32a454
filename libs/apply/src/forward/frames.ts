/** One frame of a WebSocket: what it is, and its payload. */
export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** The last piece of a message. */
  readonly last: boolean;
}

/** Kinds of frames. @see https://www.rfc-editor.org/rfc/rfc6455#section-11.8 */
export const opcodes = { continuation: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame of a client, which has to be masked. Pure. @param mask four bytes that nobody can foresee */
export function encodeFrame(opcode: number, payload: Buffer, mask: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  const masked = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at += 1) masked[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return Buffer.concat([head, mask, masked]);
}

/** Cuts what a server sends into frames, wherever the pieces end. */
export function frameReader(): (chunk: Buffer) => readonly Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (let next = decode(rest); next; next = decode(rest)) {
      frames.push(next.frame);
      rest = rest.subarray(next.size);
    }
    return frames;
  };
}

function decode(bytes: Buffer): { readonly frame: Frame; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const begin = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < begin) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < begin + length) return undefined;
  const frame = { opcode: first & 0x0f, last: (first & 0x80) !== 0, payload: bytes.subarray(begin, begin + length) };
  return { frame, size: begin + length };
}
