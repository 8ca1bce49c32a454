import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testCluster } from '../support/cluster.ts';
import { run } from '../support/run.ts';

const repository = join(import.meta.dirname, '../..');
const cluster = testCluster();
const namespace = `e2e-interrupt-${process.pid}`;
const kubectl = (...args: string[]): Promise<string> => cluster.kubectl('-n', namespace, ...args);

afterAll(() => cluster.kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false'));

/** Starts a program in a process group of its own, sends the group a Ctrl-C once it prints `word`. */
function interrupt(words: readonly string[], word: string): Promise<{ code: number | null; output: string }> {
  const [program = '', ...args] = words;
  const env = { ...process.env, FORCE_COLOR: '0', NX_DAEMON: 'false' };
  const child = spawn(program, args, { cwd: repository, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let sent = false;
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
    if (sent || !output.includes(word) || child.pid === undefined) return;
    sent = true;
    process.kill(-child.pid, 'SIGINT');
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

/** The Lease is given back a moment after Nx is gone. */
async function leaseIsFree(): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const leases = await kubectl('get', 'leases', '-o', 'jsonpath={.items[*].spec.holderIdentity}');
    if (leases.trim() === '') return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

test('Ctrl-C under Nx lets the detached run end tidily, and the next run goes on', async () => {
  const options = [`--profile=${cluster.profile}`, `--namespace=${namespace}`];
  const stopped = await interrupt(['npx', 'nx', 'run', 'deploy:minikube', ...options], 'waiting ');
  expect(stopped.output).toContain('waiting ');
  expect(stopped.code, stopped.output).not.toBe(0);
  expect(await leaseIsFree()).toBe(true);
  const next = await run('npx', ['nx-kube', 'minikube', ...options], { cwd: repository });
  expect(next.code, next.all).toBe(0);
});

test('Ctrl-C of the command itself ends with 130 and says how to go on', async () => {
  await kubectl('delete', 'deployment', 'frontend');
  const options = [`--profile=${cluster.profile}`, `--namespace=${namespace}`];
  // Not through npx, which dies of the signal itself.
  const program = join(repository, 'node_modules/.bin/nx-kube');
  const stopped = await interrupt([process.execPath, program, 'minikube', ...options], 'created   Deployment');
  expect(stopped.code, stopped.output).toBe(130);
  expect(stopped.output).toContain('stopped');
  expect(await leaseIsFree()).toBe(true);
});
