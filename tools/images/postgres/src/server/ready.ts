/** Probe: exits 0 when the server accepts connections. Needs no password, and leaves no line in the server's log. */
import { connect } from 'node:net';

import { accepts, startupMessage } from './startup.ts';

const { PGPORT: port = '5432', POSTGRES_USER: user = 'todo', POSTGRES_DB: database = user } = process.env;
const socket = connect({ port: Number(port), host: '127.0.0.1' });
let answer = Buffer.alloc(0);

socket.setTimeout(3_000, () => finish('no answer within 3 s'));
socket.on('error', (error) => finish(error.message));
socket.on('close', () => finish('the server closed the connection'));
socket.on('connect', () => socket.write(startupMessage(user, database)));
socket.on('data', (chunk) => {
  answer = Buffer.concat([answer, chunk]);
  const verdict = accepts(answer);
  if (verdict !== undefined) finish(verdict ? undefined : 'the server is not accepting connections');
});

function finish(problem: string | undefined): never {
  if (problem !== undefined) process.stderr.write(`not ready: ${problem}\n`);
  process.exit(problem === undefined ? 0 : 1);
}
