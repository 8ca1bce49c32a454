import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { PluginError } from '../error.ts';

/**
 * The workspace that a folder lies in: the nearest folder upwards with an nx.json.
 *
 * @throws PluginError NO_WORKSPACE
 */
export function findWorkspace(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
    if (dirname(folder) === folder) break;
  }
  const fix = 'change into the workspace';
  const because = `neither ${from} nor a folder above it has an nx.json`;
  throw new PluginError('NO_WORKSPACE', { doing: 'find the workspace', because, fix });
}
