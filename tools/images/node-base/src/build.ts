/** Writes dist/apps/node-base/node: the pinned Node.js for Linux on this machine's processor, stripped. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { pinnedComponent, writeComponents } from './components.ts';
import { stripElf } from './elf.ts';
import { nodeComponents } from './node-components.ts';
import { withPackage } from './package-folder.ts';
import { pinnedPackage } from './pinned.ts';

const root = join(import.meta.dirname, '../../../..');
const output = join(root, 'dist/apps/node-base');
const draft = `${output}.new`;

const pinned = await pinnedPackage(root, `node-linux-${process.arch}`);
const stripped = stripElf(await withPackage(root, pinned, (folder) => readFile(join(folder, 'bin', 'node'))));
await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await writeFile(join(draft, 'node'), stripped);
await chmod(join(draft, 'node'), 0o755);
const versions = process.platform === 'linux' ? await versionsOf(join(draft, 'node'), pinned.version) : {};
await rm(output, { recursive: true, force: true });
await rename(draft, output);
await writeComponents(root, 'node-base', [pinnedComponent(pinned, 'MIT'), ...nodeComponents(versions)]);
console.log(`dist/apps/node-base/node: Node.js ${pinned.version}, ${(stripped.length / 1e6).toFixed(1)} MB`);

/** Also the proof that nothing was cut that is needed; elsewhere the first container gives it. */
async function versionsOf(program: string, version: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await promisify(execFile)(program, ['-p', 'JSON.stringify(process.versions)'], { env: {} });
  const versions = JSON.parse(stdout) as Readonly<Record<string, string>>;
  if (versions['node'] !== version) throw new Error(`the stripped node says ${versions['node']}, not ${version}`);
  return versions;
}
