import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Makes a folder with every program of this machine's PATH but those of containers.
 *
 * @param parent folder that it is made in
 */
export function withoutDocker(parent: string): string {
  const folder = join(parent, 'tmp', 'bin');
  const listed = new Set<string>();
  mkdirSync(folder, { recursive: true });
  for (const from of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of listFolder(from)) {
      if (/^(docker|buildx|podman|nerdctl)/.test(name)) continue;
      // The first of a name is the one that a shell finds.
      if (!listed.has(name)) symlinkSync(join(from, name), join(folder, name));
      listed.add(name);
    }
  }
  return folder;
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a PATH may name what is not there
  }
}
