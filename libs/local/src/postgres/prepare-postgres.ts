/** What to serve, and from where. */
export interface PostgresOptions {
  /** The workspace: where the package with the programs is installed. */
  readonly root: string;
  /** Folder of the claim, as `RunFolder.data` gives it; the cluster is a folder inside. */
  readonly data: string;
  /** Role that the services use; owns `database`, is no superuser. */
  readonly user: string;
  readonly password: string;
  readonly database: string;
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
 * Makes everything ready for a server: its programs, its data on the first start, role, password and database.
 *
 * @throws LocalError NO_POSTGRES, POSTGRES_FAILED, DATA_CORRUPTED, DATA_VERSION, DATA_FOREIGN, DISK_FULL, INTERRUPTED
 */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresServer> {
  throw new Error(`being written: ${options.data}`);
}
