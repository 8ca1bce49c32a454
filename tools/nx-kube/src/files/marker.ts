import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the file that tells which files of a folder a verb has written. */
export function markerName(verb: string): string {
  return `.nx-kube-${verb}`;
}

/** Text of that file. Pure; the same files give the same text. */
export function markerText(verb: string, files: readonly string[]): string {
  return [`# nx-kube ${verb} wrote these files and replaces them:`, ...files.toSorted(), ''].join('\n');
}

/**
 * Reads which files a verb has written into a folder.
 *
 * @returns undefined where the verb has written nothing
 */
export async function readMarker(folder: string, verb: string): Promise<readonly string[] | undefined> {
  try {
    const lines = (await readFile(join(folder, markerName(verb)), 'utf8')).split('\n');
    return lines.filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
