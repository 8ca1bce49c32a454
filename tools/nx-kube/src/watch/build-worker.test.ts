import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, expect, test } from 'vitest';

import { type BuildWorker, openBuildWorker } from './build-worker.ts';

let worker: BuildWorker;
afterEach(() => worker.close());

const open = (program: string): void => {
  const words = ['node', '--input-type=module', '--eval', program];
  worker = openBuildWorker({ words, cwd: import.meta.dirname, env: { PATH: process.env['PATH'] } });
};

const ANSWERING = `
import { createInterface } from 'node:readline';
console.log('a library says hello');
let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { out } = JSON.parse(line);
  if (out === 'crash') { console.error('out of luck'); process.exit(3); }
  if (out === 'bad') console.log(JSON.stringify({ ok: false, errors: [{ text: 'no', file: 'a.ts', line: 1, column: 2 }] }));
  else console.log(JSON.stringify({ ok: true, context: out, digest: String(count++) }));
}
`;

test('one process answers every request, whatever else it prints', async () => {
  open(ANSWERING);
  expect(await worker.build('out/0')).toEqual({ ok: true, context: 'out/0', digest: '0' });
  expect(await worker.build('bad')).toEqual({ ok: false, errors: [{ text: 'no', file: 'a.ts', line: 1, column: 2 }] });
  expect(await worker.build('out/1')).toEqual({ ok: true, context: 'out/1', digest: '1' });
});

test('one that ends says why, and the next request starts it anew', async () => {
  open(ANSWERING);
  const answer = await worker.build('crash');
  expect(answer.ok).toBe(false);
  expect(JSON.stringify(answer)).toContain('out of luck');
  expect(await worker.build('out/0')).toEqual({ ok: true, context: 'out/0', digest: '0' });
});

test('a program that is not there is an answer, not an exception', async () => {
  worker = openBuildWorker({ words: ['no-such-program-anywhere'], cwd: import.meta.dirname, env: {} });
  expect((await worker.build('out/0')).ok).toBe(false);
});

test('one that hangs in a build is ended nevertheless', async () => {
  open('process.stdin.resume(); setInterval(() => {}, 1000);');
  const answer = worker.build('out/0');
  await sleep(200);
  await worker.close();
  expect((await answer).ok).toBe(false);
});
