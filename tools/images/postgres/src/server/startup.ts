/** Protocol 3.0. @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
const PROTOCOL = 0x0003_0000;
/** SQLSTATE cannot_connect_now: starting up, recovering or shutting down. */
const CANNOT_CONNECT_NOW = '57P03';

/** The first message of a client, which names a role and a database and no password. Pure. */
export function startupMessage(user: string, database: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(PROTOCOL, 4);
  return Buffer.concat([head, parameters]);
}

/**
 * Judges the server's first answer: it accepts connections if it asks for a password, or refuses for any reason other
 * than that it is not up. Pure.
 *
 * @returns `undefined` while the answer is not complete
 */
export function accepts(answer: Buffer): boolean | undefined {
  if (answer.length < 5) return undefined;
  const type = String.fromCharCode(answer[0] ?? 0);
  if (type !== 'E') return type === 'R';
  if (answer.length < 1 + answer.readInt32BE(1)) return undefined;
  const fields = answer.subarray(5).toString('utf8').split('\0');
  return !fields.includes(`C${CANNOT_CONNECT_NOW}`);
}
