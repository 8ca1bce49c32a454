import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Pinned } from './pinned.ts';

const run = promisify(execFile);

/**
 * Gives `use` the folder of a pinned package: the one in node_modules where npm has installed it, else (on macOS and
 * Windows, whose npm leaves Linux packages out) its unpacked tarball, whose hash must be the one in the lockfile.
 *
 * @param root absolute path of the workspace
 * @param use reads from the folder; a folder that was unpacked is removed afterwards
 */
export async function withPackage<T>(root: string, pinned: Pinned, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(root, 'node_modules', pinned.name);
  if ((await installedVersion(folder)) === pinned.version) return use(folder);
  const scratch = await mkdtemp(join(tmpdir(), 'npm-package-'));
  try {
    const tarball = await download(pinned, scratch);
    await run('tar', ['-xzf', tarball, '-C', scratch]);
    return await use(join(scratch, 'package'));
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
  const { stdout } = await run('npm', ['pack', `${name}@${version}`, '--json'], { cwd: scratch, shell });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  // Scoped names: some versions of npm report a path, but write a flat name.
  const tarball = join(scratch, (packed?.filename ?? '').replace(/^@/, '').replaceAll('/', '-'));
  const [algorithm = '', expected = ''] = integrity.split(/-(.*)/s);
  const actual = createHash(algorithm)
    .update(await readFile(tarball))
    .digest('base64');
  if (actual !== expected) throw new Error(`${name}@${version} from the registry is not what package-lock.json pins`);
  return tarball;
}
