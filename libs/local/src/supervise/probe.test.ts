import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Launch } from './child.ts';
import { askProbe, type ProbeAnswer, type Question } from './probe.ts';

const never = new AbortController().signal;
const runner = { name: 'probe', remember: () => undefined, forget: () => undefined };
const ask = (question: Question, timeoutSeconds = 10, signal = never): Promise<ProbeAnswer> =>
  askProbe(question, { timeoutSeconds }, { signal, runner });

async function portOf(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function http(answer: RequestListener, path = '/ready'): Promise<Question> {
  return { type: 'http', path, port: await portOf(createHttpServer(answer)) };
}

test.each([
  [200, true],
  [204, true],
  [302, true],
  [399, true],
  [400, false],
  [404, false],
  [503, false],
])('an answer of %i is well: %s', async (status, ok) => {
  const question = await http((_, response) => response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end());
  const { because, ...rest } = await ask(question);
  expect(rest).toEqual({ ok });
  expect(because).toBe(ok ? 'GET /ready is well' : `GET /ready answered ${status}`);
});

test('the path is asked as it is written, of this machine', async () => {
  const asked: unknown[] = [];
  const question = await http(({ url, method, headers }, response) => {
    asked.push(method, url, headers['user-agent']);
    response.end();
  }, '/a%20b?c=d');
  await ask(question);
  expect(asked).toEqual(['GET', '/a%20b?c=d', 'nx-kube-probe']);
});

test('an answer that never ends is an answer', async () => {
  const question = await http((_, response) => {
    const more = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.on('close', () => clearInterval(more));
  });
  expect(await ask(question)).toMatchObject({ ok: true });
});

test.each([
  ['nobody listens', undefined],
  ['the connection is cut', createServer((socket) => socket.resetAndDestroy())],
  ['something else answers', createServer((socket) => socket.end('SSH-2.0\r\n'))],
])('when %s the probe fails, and says so', async (_, server) => {
  const port = server ? await portOf(server) : 9;
  expect(await ask({ type: 'http', path: '/', port })).toMatchObject({
    ok: false,
    because: expect.stringMatching(/^GET \/ failed: \S+/),
  });
});

test('when nothing is answered in time the probe fails', async () => {
  const question = await http(() => undefined);
  expect(await ask(question, 0.1)).toEqual({ ok: false, because: 'GET /ready did not answer within 0.1 s' });
});

test('a probe ends when nobody wants its answer any more', async () => {
  const question = await http(() => undefined);
  expect(await ask(question, 60, AbortSignal.timeout(50))).toMatchObject({ ok: false });
});

test('a connection is enough for a TCP probe', async () => {
  const port = await portOf(createServer());
  expect(await ask({ type: 'tcp', port })).toMatchObject({ ok: true });
  expect(await ask({ type: 'tcp', port: 9 })).toEqual({
    ok: false,
    because: 'a connection to port 9 failed: nobody listens',
  });
});

test.each([
  ['process.exit(0)', { ok: true, because: 'ask is well' }],
  ['process.exit(3)', { ok: false, because: 'ask ended with exit code 3' }],
  ['process.kill(process.pid, "SIGKILL")', { ok: false, because: 'ask was ended by SIGKILL' }],
])('a program that does %s answers for its container', async (script, answer) => {
  expect(await ask({ type: 'exec', shown: 'ask', launch: launchOf([process.execPath, '-e', script]) })).toEqual(answer);
});

test('a program that does not end in time is killed, and one that is not there is no error', async () => {
  const launch = launchOf([process.execPath, '-e', 'setInterval(() => 0, 1000)']);
  expect(await ask({ type: 'exec', shown: 'ask', launch }, 0.3)).toEqual({
    ok: false,
    because: 'ask did not answer within 0.3 s',
  });
  expect(await ask({ type: 'exec', shown: 'ask', launch: launchOf(['no-such-program']) })).toEqual({
    ok: false,
    because: 'ask could not be started',
  });
});

function launchOf(command: readonly string[]): Launch {
  return { command, cwd: '/', env: {}, stopSignal: 'SIGTERM' };
}
