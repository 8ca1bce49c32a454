import type { LocalProblem } from '../events.ts';

interface Known {
  readonly code: string;
  readonly said: RegExp;
  readonly because: string;
  readonly fix: string;
}

const ASIDE = 'run it with --fresh: the data is set aside as data.old, nothing is deleted';

/** In the order in which they matter where a server has said several. */
const KNOWN: readonly Known[] = [
  {
    code: 'DISK_FULL',
    said: /No space left on device|Disk quota exceeded/,
    because: 'no space is left on the disk for the data',
    fix: 'free some space: the server starts again by itself, and nothing that was stored is lost',
  },
  {
    code: 'DATA_VERSION',
    said: /database files are incompatible with server|was initialized by PostgreSQL version/,
    because: 'another version of PostgreSQL made the data',
    fix: `${ASIDE}; to keep what is in it, dump it with that version first and restore it afterwards`,
  },
  {
    code: 'PORT_TAKEN',
    said: /could not bind .*address|could not create any TCP\/IP sockets/,
    because: 'another program has taken its port',
    fix: 'run it again: it gets another port',
  },
  {
    code: 'DATA_IN_USE',
    said: /lock file "postmaster\.pid" already exists|pre-existing shared memory block/,
    because: 'another server, or what is left of one, uses the data',
    fix: 'wait a moment: it is tried again; if it stays so, end the process that the lines name',
  },
  {
    code: 'DATA_FOREIGN',
    said: /has wrong ownership|has invalid permissions|(?:PANIC|FATAL):.*Permission denied/,
    because: 'the data belongs to another user',
    fix: 'start as the user that made it, or give its folder to yourself with `sudo chown -R`',
  },
  {
    code: 'NO_MEMORY',
    said: /could not (?:create|map) .*shared memory|Cannot allocate memory/,
    because: 'the system does not give it memory to share among its processes',
    fix: 'end programs that you do not need, or raise the limit that the lines name',
  },
  {
    code: 'DATA_CORRUPTED',
    said: /incorrect checksum in control file|could not locate a (?:valid|required) checkpoint record|invalid (?:primary )?checkpoint record|is not a valid data directory|invalid page in block|page verification failed|unexpected data beyond EOF|could not (?:open|read|access|find) (?:file|directory|redo location|the database system)|could not load pg_|invalid data in file|bogus data in/,
    because: 'the data is damaged',
    fix: ASIDE,
  },
];

/**
 * Reads out of a server's last lines why it does not run. Pure.
 *
 * @param lines oldest first
 * @returns `process` is `postgres`: put the process' own name there; `undefined` if nothing is known about these lines
 */
export function postgresProblem(lines: readonly string[]): LocalProblem | undefined {
  for (const { code, said, because, fix } of KNOWN) {
    const line = lines.findLast((text) => said.test(text));
    if (line === undefined) continue;
    const text = line.replace(/^(?:[\d:. -]+ [A-Z]+ \[\d+\] )?(?:[A-Z]+|initdb: error):\s+/, '');
    return { type: 'problem', process: 'postgres', code, because: `${because}: ${text}`, logs: lines, fix };
  }
  return undefined;
}
