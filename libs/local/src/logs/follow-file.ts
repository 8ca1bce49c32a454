import { type FileHandle, open, stat } from 'node:fs/promises';

import { OLD } from './log-names.ts';

/** Reads what is appended to a file, over the moments at which it becomes the old one. */
export interface FileFollower {
  /** Whole lines that have come since the last call, the old file's first; none while there is no file. */
  read(): Promise<string[]>;
  close(): Promise<void>;
}

interface Reading {
  readonly file: FileHandle;
  /** As long as the file is open, no other one gets its number. */
  readonly inode: bigint;
  offset: number;
  half: Buffer[];
}

const CHUNK_BYTES = 262_144;
const NEWLINE = 0x0a;

/** Follows a file from the beginning of what is kept of it. */
export function followFile(path: string): FileFollower {
  let reading: Reading | undefined;
  const turnTo = async (next: Reading): Promise<void> => {
    await reading?.file.close();
    reading = next;
  };
  return {
    async read() {
      const lines: string[] = [];
      reading ??= (await openIfThere(`${path}${OLD}`)) ?? (await openIfThere(path));
      for (;;) {
        if (reading === undefined) return lines;
        const named = await inodeOf(path);
        await readRest(reading, lines);
        // No name: it is being changed this moment.
        if (named === reading.inode || named === undefined) return lines;
        // The name means another file: this one is final. If it is not the old one, there was another one between the two.
        const old = await openIfThere(`${path}${OLD}`);
        if (old !== undefined && old.inode !== reading.inode) {
          await turnTo(old);
          continue;
        }
        await old?.file.close();
        const next = await openIfThere(path);
        if (next === undefined) return lines;
        await turnTo(next);
      }
    },
    async close() {
      await reading?.file.close();
      reading = undefined;
    },
  };
}

async function readRest(reading: Reading, lines: string[]): Promise<void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const { bytesRead } = await reading.file.read(chunk, 0, chunk.length, reading.offset);
    if (bytesRead === 0) return;
    reading.offset += bytesRead;
    reading.half = cutLines(chunk.subarray(0, bytesRead), reading.half, lines);
  }
}

/** Adds the whole lines of a chunk; returns what is left of the last one. */
function cutLines(chunk: Buffer, half: readonly Buffer[], lines: string[]): Buffer[] {
  let start = 0;
  let before = half;
  for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
    const piece = chunk.subarray(start, end);
    lines.push((before.length > 0 ? Buffer.concat([...before, piece]) : piece).toString());
    before = [];
    start = end + 1;
  }
  // The chunk's memory is used again.
  return start === chunk.length ? [...before] : [...before, Buffer.from(chunk.subarray(start))];
}

async function openIfThere(path: string): Promise<Reading | undefined> {
  try {
    const file = await open(path, 'r');
    return { file, inode: (await file.stat({ bigint: true })).ino, offset: 0, half: [] };
  } catch {
    return undefined;
  }
}

async function inodeOf(path: string): Promise<bigint | undefined> {
  try {
    return (await stat(path, { bigint: true })).ino;
  } catch {
    return undefined;
  }
}
