import { connect } from 'node:net';

/** Protocol 3.0. @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
const PROTOCOL = 0x0003_0000;
/** SQLSTATE cannot_connect_now: starting up, recovering or shutting down. */
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Asks a server on loopback whether it accepts connections, as pg_isready does: no password, and once it is up no line in its log.
 *
 * @param timeoutMs after which the answer is no
 */
export async function postgresAnswers(port: number, user: string, timeoutMs: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  let answer = Buffer.alloc(0);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<boolean>((resolve) => {
      // Not the socket's own timeout: a server that sends a byte now and then would never reach it.
      timer = setTimeout(() => resolve(false), timeoutMs);
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(false));
      socket.on('connect', () => socket.write(startupMessage(user)));
      socket.on('data', (chunk) => {
        answer = Buffer.concat([answer, chunk]);
        const verdict = accepts(answer);
        if (verdict !== undefined) resolve(verdict);
      });
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** The first message of a client: it names a role, whose database is that of the same name, and no password. Pure. */
export function startupMessage(user: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0\0`);
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
