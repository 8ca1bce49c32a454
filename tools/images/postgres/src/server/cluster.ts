import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { runProgram } from './child.ts';
import { StartError } from './config.ts';
import { log } from './log.ts';

/** Passwords everywhere, for the local socket and the superuser too. Ours: written at each start. */
const ACCESS = 'local all all scram-sha-256\nhost all all all scram-sha-256\n';

/**
 * Makes the folder of the database ready to be opened, and creates it on the first start.
 *
 * @param data PGDATA
 * @throws StartError if the folder holds something else, or the data of another major version
 */
export async function prepareCluster(data: string): Promise<void> {
  if (!existsSync(join(data, 'PG_VERSION'))) await createCluster(data);
  await requireSameMajor(data);
  chmodSync(data, 0o700); // a volume's fsGroup opens it for the group, which the server refuses
  writeFileSync(join(data, 'pg_hba.conf'), ACCESS, { mode: 0o600 });
  // In a container that has just started nothing else runs. The number in a left-over file belongs to another container,
  // but may by chance be that of one of our threads here, and the server would refuse to start.
  if (process.pid === 1) rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** In a folder beside it, renamed at the end: a container that dies in between leaves nothing half made. */
async function createCluster(data: string): Promise<void> {
  const draft = `${data}.init`;
  requireEmpty(data);
  rmSync(draft, { recursive: true, force: true });
  log('info', 'creating the database cluster', { data });
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--auth=reject', // until prepareCluster has written its own rules
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin', // depends on no library of the image, so a later image sorts alike
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const { code } = await runProgram('initdb', args);
  if (code !== 0)
    throw new StartError(`initdb exited with ${code}`, `check the space and the rights on ${dirname(data)}`);
  if (existsSync(data)) rmdirSync(data);
  renameSync(draft, data);
}

function requireEmpty(data: string): void {
  if (!existsSync(data) || readdirSync(data).length === 0) return;
  throw new StartError(`${data} holds files, but no database`, 'let PGDATA name a folder that is absent or empty');
}

async function requireSameMajor(data: string): Promise<void> {
  const have = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = await runProgram('postgres', ['--version']);
  const ours = /\) (\d+)/.exec(stdout)?.[1];
  if (have === ours) return;
  const fix = `dump it with PostgreSQL ${have} and restore it, or use an image with PostgreSQL ${have}`;
  throw new StartError(`${data} was made by PostgreSQL ${have}, this is PostgreSQL ${ours}`, fix);
}
