import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps what a build made, for as long as it runs: a build in another terminal replaces its files, of which a running
 * process still has to load some. Links, which cost nothing; copies where the file system has none. Symbolic links stay
 * what they are: Next finds the packages that it did not bundle by them.
 *
 * @returns `to`
 */
export function keepBuild(from: string, to: string): string {
  rmSync(to, { recursive: true, force: true });
  keepFolder(from, to);
  return to;
}

function keepFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) keepFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isFile()) keepFile(source, target);
  }
}

function keepFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
