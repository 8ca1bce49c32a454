import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { LocalError } from '../error.ts';
import { diskFull } from '../state/disk-space.ts';
import { isControlFile } from './control-file.ts';
import { withPlainPath } from './plain-path.ts';
import { postgresProblem } from './postgres-problem.ts';
import type { Ended, Surroundings } from './run-program.ts';
import { runProgram } from './run-program.ts';

/** Passwords, for the superuser too; there is no socket but loopback. Ours: written at each start. */
const ACCESS = 'host all all 127.0.0.1/32 scram-sha-256\n';

const ASIDE = 'run it with --fresh: the data is set aside as data.old, nothing is deleted';

/** Path of the cluster in the folder of its claim. */
export function clusterFolder(data: string): string {
  return join(data, 'pgdata');
}

/**
 * Makes the cluster at the first start, and sees at each one that it is whole, as far as that shows from outside.
 *
 * @param data folder of the claim
 * @returns whether it is new
 * @throws LocalError DATA_CORRUPTED, DATA_VERSION, POSTGRES_FAILED, FOLDER_UNUSABLE, DISK_FULL
 */
export async function prepareCluster(data: string, version: string, surroundings: Surroundings): Promise<boolean> {
  const cluster = clusterFolder(data);
  sweepDrafts(data);
  const isNew = !existsSync(cluster) || readdirSync(cluster).length === 0;
  if (isNew) await createCluster(data, surroundings);
  requireWhole(cluster, version.split('.')[0] ?? '');
  chmodSync(cluster, 0o700); // the server refuses a folder that others can read, as some file systems restore it
  const access = join(cluster, 'pg_hba.conf');
  if (readText(access) !== ACCESS) writeFileSync(access, ACCESS);
  return isNew;
}

/** In a folder beside it, renamed at the end: a start that is killed in between leaves nothing half made. */
async function createCluster(data: string, surroundings: Surroundings): Promise<void> {
  const draft = `${clusterFolder(data)}.${process.pid}.new`;
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--auth=reject', // until our own rules are there
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin', // depends on no library of this machine, and sorts as in the image
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    const ended = await withPlainPath(surroundings.programs, surroundings, (programs) =>
      runProgram('initdb', args, { ...surroundings, programs }),
    );
    if (ended.code !== 0) throw failed('create the database', data, ended);
    rmSync(clusterFolder(data), { recursive: true, force: true }); // empty
    renameSync(draft, clusterFolder(data));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

/** The error for one of the programs that ended otherwise than it should. */
export function failed(doing: string, data: string, { code, lines }: Ended): LocalError {
  const problem = postgresProblem(lines);
  const said = lines.findLast((line) => line.trim() !== '') ?? 'it said nothing';
  if (problem?.code === 'DISK_FULL') return diskFull(data, problem.because);
  if (problem?.code === 'DATA_CORRUPTED') {
    return new LocalError('DATA_CORRUPTED', { doing, because: problem.because, fix: problem.fix });
  }
  const fix = problem?.fix ?? `see the lines above, and who may write ${data}`;
  return new LocalError('POSTGRES_FAILED', {
    doing,
    because: problem?.because ?? `it ended with ${code}: ${said}`,
    fix,
  });
}

function requireWhole(cluster: string, major: string): void {
  const doing = `open the database in ${cluster}`;
  const have = readText(join(cluster, 'PG_VERSION'))?.trim();
  if (have !== undefined && /^\d+$/.test(have) && have !== major) {
    const because = `PostgreSQL ${have} made it, this is PostgreSQL ${major}`;
    const fix = `${ASIDE}; to keep what is in it, dump it with PostgreSQL ${have} first and restore it afterwards`;
    throw new LocalError('DATA_VERSION', { doing, because, fix });
  }
  const damage = damageOf(cluster, have, major);
  if (damage !== undefined) throw new LocalError('DATA_CORRUPTED', { doing, because: damage, fix: ASIDE });
}

function damageOf(cluster: string, have: string | undefined, major: string): string | undefined {
  if (have !== major) return have === undefined ? 'PG_VERSION is missing' : 'PG_VERSION is damaged';
  const control = readBytes(join(cluster, 'global/pg_control'));
  if (control === undefined) return 'global/pg_control is missing';
  if (!isControlFile(control)) return 'global/pg_control is damaged';
  const folders = ['base', 'global', 'pg_wal', 'pg_xact'];
  const missing = folders.find((name) => !existsSync(join(cluster, name)));
  return missing === undefined ? undefined : `the folder ${missing} is missing`;
}

/** Drafts of starts that were killed. */
function sweepDrafts(data: string): void {
  for (const name of readdirSync(data)) {
    if (/^pgdata\.\d+\.new$/.test(name)) rmSync(join(data, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

function readText(path: string): string | undefined {
  return readBytes(path)?.toString();
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
