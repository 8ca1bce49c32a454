import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

/** Who asks what, of a server on loopback. */
export interface Question {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

interface Message {
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Runs one statement, after signing in by SCRAM-SHA-256: a client as small as can be.
 *
 * @returns the first column of each row
 * @throws Error with what the server said
 */
export async function query(question: Question, sql: string): Promise<string[]> {
  const socket = connect({ port: question.port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    const messages = readMessages(socket);
    await signIn(socket, messages, question);
    socket.write(framed('Q', Buffer.from(`${sql}\0`)));
    const rows: string[] = [];
    for (;;) {
      const { type, body } = await next(messages);
      if (type === 'D') rows.push(body.subarray(6, 6 + body.readInt32BE(2)).toString());
      if (type === 'Z') return rows;
    }
  } finally {
    socket.destroy();
  }
}

/** @see https://www.postgresql.org/docs/current/sasl-authentication.html */
async function signIn(socket: Socket, messages: AsyncGenerator<Message>, question: Question): Promise<void> {
  const names = Buffer.from(`user\0${question.user}\0database\0${question.database}\0\0`);
  socket.write(Buffer.concat([int32(8 + names.length), int32(0x0003_0000), names]));
  if ((await next(messages)).body.readInt32BE(0) !== 10) throw new Error('the server wants no password');
  const first = `n=,r=${randomBytes(18).toString('base64')}`;
  const hello = Buffer.from(`n,,${first}`);
  socket.write(framed('p', Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), int32(hello.length), hello])));
  const challenge = (await next(messages)).body.subarray(4).toString();
  const [nonce = '', salt = '', iterations = ''] = challenge.split(',').map((part) => part.slice(2));
  const salted = pbkdf2Sync(question.password, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const last = `c=biws,r=${nonce}`;
  const storedKey = createHash('sha256').update(clientKey).digest();
  const signature = createHmac('sha256', storedKey).update(`${first},${challenge},${last}`).digest();
  const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
  socket.write(framed('p', Buffer.from(`${last},p=${Buffer.from(proof).toString('base64')}`)));
  while ((await next(messages)).type !== 'Z');
}

async function next(messages: AsyncGenerator<Message>): Promise<Message> {
  const { value, done } = await messages.next();
  if (done === true) throw new Error('the server closed the connection');
  if (value.type === 'E') throw new Error(value.body.toString().replaceAll('\0', ' '));
  return value;
}

async function* readMessages(socket: Socket): AsyncGenerator<Message> {
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length > 4 && rest.length > rest.readInt32BE(1)) {
      const end = 1 + rest.readInt32BE(1);
      yield { type: String.fromCharCode(rest[0] ?? 0), body: rest.subarray(5, end) };
      rest = rest.subarray(end);
    }
  }
}

function framed(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(4 + body.length), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
