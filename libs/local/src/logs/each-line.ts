import { finished, type Readable } from 'node:stream';

/** Longer lines come in pieces of at most this many bytes: a program that never ends its line is not to fill the memory. */
const LONGEST_BYTES = 1_048_576;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Cuts what a process prints into lines, which arrive in any pieces.
 *
 * @param take called with each line, without its break; with what is left at the end, too
 * @returns resolves when nothing more comes, whatever the reason
 */
export function eachLine(from: Readable, take: (line: string) => void): Promise<void> {
  let pieces: Buffer[] = [];
  let size = 0;
  const flush = (): void => {
    const [only = Buffer.alloc(0)] = pieces;
    const line = pieces.length > 1 ? Buffer.concat(pieces) : only;
    pieces = [];
    size = 0;
    take(line.toString('utf8', 0, line.at(-1) === RETURN ? line.length - 1 : line.length));
  };
  const add = (piece: Buffer): void => {
    let rest = piece;
    while (size + rest.length > LONGEST_BYTES) {
      const room = Math.max(1, wholeCharacters(rest, LONGEST_BYTES - size));
      pieces.push(rest.subarray(0, room));
      rest = rest.subarray(room);
      flush();
    }
    if (rest.length > 0) pieces.push(rest);
    size += rest.length;
  };
  from.on('data', (chunk: Buffer | string) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      add(bytes.subarray(start, end));
      flush();
      start = end + 1;
    }
    add(bytes.subarray(start));
  });
  return new Promise((resolve) => {
    finished(from, () => {
      if (size > 0) flush();
      resolve();
    });
  });
}

/** The largest length up to `room` that ends between two characters of UTF-8. */
function wholeCharacters(bytes: Buffer, room: number): number {
  let length = room;
  while (length > 0 && length > room - 4 && isContinuation(bytes[length])) length -= 1;
  return length;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
