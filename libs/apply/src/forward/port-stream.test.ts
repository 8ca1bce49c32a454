import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPodServer, type PodServer } from '../testing/api-server.ts';
import { encodeFrame, opcodes } from './frames.ts';

const HEAD = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
let server: PodServer;
beforeEach(async () => {
  server = await startPodServer();
});
afterEach(() => server.close());

/** A frame of a server: not masked. */
function frame(channel: number, payload: Buffer | string, opcode: number = opcodes.binary): Buffer {
  const body = Buffer.concat([Buffer.from([channel]), Buffer.from(payload)]);
  const masked = encodeFrame(opcode, body, Buffer.alloc(4));
  const head = Buffer.from(masked.subarray(0, masked.length - body.length - 4));
  head[1] = (head[1] ?? 0) & 0x7f;
  return Buffer.concat([head, body]);
}

/** What the kubelet sends first: the port, on each channel. */
const greeting = Buffer.concat([0, 1].map((channel) => frame(channel, Buffer.from([0x40, 0x1f]))));
const open = (): ReturnType<PodServer['cluster']['portForward']> =>
  server.cluster.portForward({ namespace: 'shop', pod: 'web-1', port: 8000 });

test('bytes go both ways, also those that came with the answer', async () => {
  const asked: string[] = [];
  const heard: Buffer[] = [];
  server.onUpgrade((socket: Socket, path) => {
    asked.push(path);
    socket.write(Buffer.concat([Buffer.from(HEAD), greeting, frame(0, 'hel')]));
    socket.once('data', (chunk: Buffer) => {
      heard.push(chunk);
      socket.end(Buffer.concat([frame(0, 'lo'), frame(0, '', opcodes.close)]));
    });
  });
  const stream = await open();
  stream.write('ping');
  expect(await text(stream)).toBe('hello');
  expect(asked).toEqual(['/api/v1/namespaces/shop/pods/web-1/portforward?ports=8000']);
  const [sent = Buffer.alloc(0)] = heard;
  const mask = sent.subarray(2, 6);
  const plain = sent.subarray(6).map((byte, at) => byte ^ (mask[at & 3] ?? 0));
  expect(Buffer.from(plain).toString()).toBe('\0ping');
});

test('a port on which nobody listens ends the connection with the reason', async () => {
  server.onUpgrade((socket) => socket.write(Buffer.concat([Buffer.from(HEAD), greeting, frame(1, 'refused\n')])));
  const stream = await open();
  await expect(text(stream)).rejects.toThrow('refused');
});

test('a connection that breaks is not taken for one that ended', async () => {
  server.onUpgrade((socket) => {
    socket.write(Buffer.concat([Buffer.from(HEAD), greeting, frame(0, 'half')]));
    setTimeout(() => socket.resetAndDestroy(), 20);
  });
  const stream = await open();
  await expect(text(stream)).rejects.toThrow(/ECONNRESET|Premature/);
});

test('a pod that is not there is an error with its code', async () => {
  const body = JSON.stringify({ kind: 'Status', message: 'pods "web-1" not found' });
  server.onUpgrade((socket) =>
    socket.end(`HTTP/1.1 404 Not Found\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`),
  );
  await expect(open()).rejects.toMatchObject({ code: 'NOT_FOUND', because: 'pods "web-1" not found' });
});
