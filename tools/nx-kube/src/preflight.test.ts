import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { EMPTY_MINIKUBE, GOOD_DOCKER, type StubWorld, stubWorld } from './testing/stub-programs.ts';

const program = join(import.meta.dirname, '../bin/nx-kube.mjs');
let world: StubWorld;

beforeEach(() => {
  world = stubWorld();
});
afterEach(() => world.remove());

const deploy = (...args: string[]): Promise<{ exitCode?: number; stdout: string; durationMs: number }> =>
  execa(process.execPath, [program, 'minikube', '--stack=stack.mjs', ...args], {
    cwd: world.root,
    env: world.env,
    extendEnv: false,
    reject: false,
  });

test.each([
  ['no Docker', '', EMPTY_MINIKUBE, 'DOCKER_MISSING'],
  [
    'a Docker that is stopped',
    `console.error('Cannot connect to the Docker daemon at unix:///x'); process.exit(1);`,
    EMPTY_MINIKUBE,
    'DOCKER_STOPPED',
  ],
  ['no minikube', GOOD_DOCKER, '', 'MINIKUBE_MISSING'],
  ['a minikube that is too old', GOOD_DOCKER, EMPTY_MINIKUBE.replace('v1.38.1', 'v1.31.0'), 'MINIKUBE_TOO_OLD'],
])('%s is found at once', async (_, docker, minikube, code) => {
  if (docker) world.program('docker', docker);
  if (minikube) world.program('minikube', minikube);
  const { exitCode, stdout, durationMs } = await deploy('--dry-run');
  expect(stdout).toContain(`[${code}]`);
  expect(exitCode).toBe(1);
  expect(durationMs).toBeLessThan(5000);
});

test.each([
  ['a context that is not the one of the profile', ['--profile=a', '--context=b'], 'CONTEXT_MISMATCH'],
  ['a context that belongs to no profile', ['--context=kind-x'], 'CONTEXT_MISMATCH'],
  ['an environment that the stack does not have', ['--environment=minkube'], 'UNKNOWN_ENVIRONMENT'],
])('%s is wrong usage', async (_, args, code) => {
  world.program('docker', GOOD_DOCKER);
  world.program('minikube', EMPTY_MINIKUBE);
  const { exitCode, stdout } = await deploy(...args);
  expect(stdout).toContain(`[${code}]`);
  expect(exitCode).toBe(2);
});

test('a relayed run ends tidily when its executor dies, and takes its programs along', async () => {
  world.program('docker', GOOD_DOCKER);
  world.program('minikube', EMPTY_MINIKUBE);
  const child = spawn(process.execPath, [program, 'minikube', '--stack=stack.mjs', '--relay'], {
    cwd: world.root,
    env: world.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('check ')) setTimeout(() => child.connected && child.disconnect(), 300); // it is starting the profile
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(130);
  expect(output).toContain('stopped');
});
