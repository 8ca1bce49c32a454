import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { LocalError } from '../error.ts';
import type { ServiceUser } from '../state/service-user.ts';
import { isRoot, serviceUser } from '../state/service-user.ts';
import type { Account } from './accounts.ts';
import { prepareAccount, requireNames } from './accounts.ts';
import { clusterFolder, prepareCluster } from './cluster.ts';
import { endLeftOver } from './left-over-server.ts';
import { giveTo, requireOwn } from './own-data.ts';
import { postgresPackage } from './package-folder.ts';
import { postgresPrograms } from './programs.ts';
import { childUser, postgresEnv } from './run-program.ts';

/** What to serve, and from where. */
export interface PostgresOptions extends Account {
  /** The workspace: where the package with the programs is installed. */
  readonly root: string;
  /** Folder of the claim, as `RunFolder.data` gives it; the cluster is a folder inside. */
  readonly data: string;
  /** On loopback. */
  readonly port: number;
  readonly signal: AbortSignal;
  /** What initdb and the server say meanwhile. */
  readonly log?: (line: string) => void;
}

/** How the server is started: like any other process, as another user where it refuses this one. */
export interface PostgresServer {
  readonly command: readonly string[];
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  /** Fast shutdown: sessions end, data is flushed. SIGTERM would wait for the sessions. */
  readonly stopSignal: 'SIGINT';
}

/**
 * Makes everything ready for a server: its programs, its data on the first start, role, password and database. Call it
 * only while the run's folder is yours: a server that is found on the data is one that a killed run has left.
 *
 * @throws LocalError NO_POSTGRES, POSTGRES_FAILED, DATA_CORRUPTED, DATA_VERSION, DATA_FOREIGN, DISK_FULL, INTERRUPTED
 */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { root, data, port, signal, log = () => undefined } = options;
  requireNames(options);
  const { version } = postgresPackage(root);
  const programs = postgresPrograms(root);
  const user = isRoot() ? requireUser() : undefined;
  if (user) giveTo(data, user);
  else requireOwn(data);
  const cluster = clusterFolder(data);
  const surroundings = { programs, cwd: data, signal, log, ...(user ? { user } : {}) };
  if (existsSync(cluster)) await endLeftOver(cluster);
  await prepareCluster(data, version, surroundings);
  await prepareAccount(data, options, surroundings);
  return {
    command: [join(programs, 'bin/postgres'), '-D', cluster, ...settings(port).flatMap((one) => ['-c', one])],
    cwd: cluster,
    env: postgresEnv(programs, data),
    ...childUser(user),
    stopSignal: 'SIGINT',
  };
}

/** On the command line, so that an edited file of the cluster does not matter. */
function settings(port: number): string[] {
  return [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=', // their names have a limit that paths of people's folders exceed
    'shared_buffers=16MB',
    'max_connections=200', // as in the image: the pools of every process, and in watch of the next one beside it
    'log_checkpoints=off',
    'log_line_prefix=', // whoever reads the lines knows when they came
  ];
}

function requireUser(): ServiceUser {
  const user = serviceUser();
  if (user) return user;
  throw new LocalError('NO_POSTGRES', {
    doing: 'start PostgreSQL',
    because: 'it refuses root, and /etc/passwd has no user `nobody` to start it as',
    fix: 'start as another user than root, or set DATABASE_URL to a PostgreSQL server',
  });
}
