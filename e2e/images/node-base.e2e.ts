import { beforeAll, expect, test } from 'vitest';

import { buildBaseImage, pinnedNodeVersion } from './base-images.ts';
import { docker } from './workspace.ts';

/** As a restricted pod runs it. */
const RESTRICTED = ['--rm', '--read-only', '--tmpfs=/tmp', '--cap-drop=ALL', '--security-opt=no-new-privileges'];

let ref: string;
beforeAll(async () => void (ref = await buildBaseImage('node-base')));

/** Evaluates an expression in the image. */
async function inNode(expression: string): Promise<unknown> {
  const program = `Promise.resolve(${expression}).then((value) => console.log(JSON.stringify(value)))`;
  return JSON.parse(await docker('run', ...RESTRICTED, ref, 'node', '-e', program)) as unknown;
}

test('the image is at most 115 MB', async () => {
  const bytes = Number(await docker('image', 'inspect', '--format', '{{.Size}}', ref));
  expect(bytes).toBeLessThanOrEqual(115e6);
});

test('it runs the pinned Node.js', async () => {
  expect(await inNode('process.version')).toBe(await pinnedNodeVersion());
});

test('it runs as a user with a number and a name, in /app', async () => {
  const facts = await inNode('[process.getuid(), process.getgid(), os.userInfo().username, process.cwd()]');
  expect(facts).toEqual([65_532, 65_532, 'app', '/app']);
  expect(await docker('image', 'inspect', '--format', '{{.Config.User}}', ref)).toBe('65532:65532');
});

test('what the services need of the system works: /tmp, names, TLS roots, languages, WebAssembly, workers', async () => {
  expect(await inNode(`fs.promises.writeFile('/tmp/x', 'y').then(() => fs.readFileSync('/tmp/x', 'utf8'))`)).toBe('y');
  expect(await inNode(`dns.promises.lookup('localhost').then((found) => found.address)`)).toMatch(
    /^(?:127\.0\.0\.1|::1)$/,
  );
  expect(await inNode('tls.rootCertificates.length > 100')).toBe(true);
  expect(await inNode(`new Intl.DateTimeFormat('de-AT', { month: 'long' }).format(new Date(0))`)).toBe('Jänner');
  expect(await inNode('WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))')).toBe(true);
  const worker = `new Promise((done) => new worker_threads.Worker("require('worker_threads').parentPort.postMessage(1)", { eval: true }).on('message', done))`;
  expect(await inNode(worker)).toBe(1);
});

test('there is no shell in it', async () => {
  await expect(docker('run', ...RESTRICTED, ref, 'sh', '-c', 'true')).rejects.toThrow(/sh/);
});
