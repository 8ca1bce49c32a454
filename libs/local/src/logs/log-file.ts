import { type FileHandle, open, rename, truncate } from 'node:fs/promises';

import { storedLine } from './log-line.ts';
import { OLD } from './log-names.ts';

/** The file of one process, written behind its back. */
export interface LogFile {
  /** Takes a stored line; never throws and never waits. */
  append(text: string): void;
  /** Writes what is left, as far as the disk lets. */
  close(): Promise<void>;
}

/** After this many bytes a file becomes the old one. */
const FULL_BYTES = 5_000_000;
/** More than this is not kept for a disk that does not keep up. */
const WAITING_BYTES = 16_000_000;

/** Opens the file of a process when its first line comes; what a disk does not take is counted and told when it takes some again. */
export function logFile(path: string): LogFile {
  let waiting: string[] = [];
  let waitingBytes = 0;
  /** Of those that were to be written. */
  let lost = 0;
  /** Of those that did not fit among the waiting. */
  let dropped = 0;
  let writing: Promise<void> | undefined;
  let file: FileHandle | undefined;
  let size = 0;

  const openFile = async (): Promise<FileHandle> => {
    const opened = await open(path, 'a+', 0o600);
    file = opened;
    ({ size } = await opened.stat());
    // What a kill or a full disk left of a line must not spoil the next one.
    if (size > 0 && !(await endsLine(opened, size))) size += (await opened.write('\n')).bytesWritten;
    return opened;
  };
  const closeFile = async (): Promise<void> => {
    const closing = file;
    file = undefined;
    await closing?.close();
  };
  const rotate = async (): Promise<void> => {
    await closeFile();
    // Where a file that somebody reads can't get another name, what it held is given up instead.
    await rename(path, `${path}${OLD}`).catch(() => truncate(path));
  };
  const write = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    const target = file ?? (await openFile());
    if (size > 0 && size + bytes.length > FULL_BYTES) {
      await rotate();
      await (await openFile()).appendFile(bytes);
    } else await target.appendFile(bytes);
    size += bytes.length;
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = takeBatch(waiting);
      const text = lines.join('');
      waitingBytes -= text.length;
      const told = lost;
      try {
        await write(told > 0 ? `${lossNote(told)}${text}` : text);
        lost -= told;
      } catch {
        lost += lines.length;
        await closeFile().catch(() => undefined);
      }
      if (waiting.length === 0) tellDropped();
    }
    writing = undefined;
  };
  const queue = (text: string): void => {
    waiting.push(text);
    waitingBytes += text.length;
  };
  const tellDropped = (): void => {
    if (dropped > 0) queue(lossNote(dropped));
    dropped = 0;
  };
  return {
    append(text) {
      if (waitingBytes + text.length > WAITING_BYTES) {
        dropped += 1;
        return;
      }
      tellDropped();
      queue(text);
      // What comes in the same turn is written as one.
      writing ??= new Promise((resolve) => setImmediate(() => void drain().then(resolve)));
    },
    async close() {
      await writing;
      waiting = [];
      await closeFile().catch(() => undefined);
    },
  };
}

/** Takes lines off the front: as many as one write should hold. */
function takeBatch(waiting: string[]): string[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && (count === 0 || bytes < BATCH_BYTES)) bytes += waiting[count++]?.length ?? 0;
  return waiting.splice(0, count);
}

const BATCH_BYTES = 262_144;

async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  // A device has a size of none and no last byte.
  return bytesRead === 0 || buffer[0] === 0x0a;
}

function lossNote(lost: number): string {
  const line = `nx-kube: ${lost} lines could not be written here`;
  return storedLine({ at: new Date().toISOString(), stream: 'stderr', line });
}
