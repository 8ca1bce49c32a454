import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { encodeFrame, frameReader, opcodes, type Frame } from './frames.ts';

/** What each port of a forwarding has: bytes both ways, and the reason for its end. */
const DATA = 0;
const ERROR = 1;
/** The first message of each channel repeats the number of the port. */
const PORT_BYTES = 2;

/**
 * One connection to a port of a pod, over a WebSocket of the API server. Neither side can end its half alone: who ends it
 * ends the connection.
 *
 * @param socket just upgraded; `head`: what came with the answer
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go
 */
export function portStream(socket: Duplex, head: Buffer): Duplex {
  const readFrames = frameReader();
  const greeted = new Set<number>();
  const send = (opcode: number, payload: Buffer, done?: (error?: Error | null) => void): void =>
    void socket.write(encodeFrame(opcode, payload, randomBytes(4)), done);
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => send(opcodes.binary, Buffer.concat([Buffer.from([DATA]), chunk]), done),
    final(done) {
      send(opcodes.close, Buffer.from([0x03, 0xe8]), done);
      socket.end();
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  const message = (payload: Buffer): void => {
    const [channel = DATA] = payload;
    const greeting = greeted.has(channel) ? 0 : PORT_BYTES;
    greeted.add(channel);
    const bytes = payload.subarray(1 + greeting);
    if (bytes.length === 0) return;
    if (channel === ERROR) stream.destroy(new Error(bytes.toString('utf8').trim()));
    else if (!stream.push(bytes)) socket.pause();
  };
  let pieces: Buffer[] = [];
  const take = ({ opcode, payload, last }: Frame): void => {
    if (opcode === opcodes.ping) return send(opcodes.pong, payload);
    if (opcode === opcodes.close) return void socket.end();
    if (opcode === opcodes.pong) return undefined;
    pieces.push(payload);
    if (!last) return undefined;
    const whole = pieces.length === 1 ? payload : Buffer.concat(pieces);
    pieces = [];
    return message(whole);
  };
  const receive = (chunk: Buffer): void => {
    for (const frame of readFrames(chunk)) take(frame);
  };
  socket.on('data', receive);
  socket.on('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  socket.on('close', () => stream.destroy());
  if (head.length > 0) receive(head);
  return stream;
}
