import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, '../bin/nx-kube.mjs');
const run = (
  args: readonly string[],
  cwd = import.meta.dirname,
): Promise<{ exitCode?: number; stdout: string; stderr: string }> =>
  execa(process.execPath, [program, ...args], { cwd, reject: false, env: { FORCE_COLOR: '0' } });

test.each([
  ['an unknown verb', ['minikub']],
  ['an unknown option', ['minikube', '--namespcae=x']],
  ['a value of the wrong type', ['minikube', '--timeout=never']],
])('%s ends with exit code 2, a suggestion on stderr and nothing on stdout', async (_, args) => {
  const { exitCode, stdout, stderr } = await run(args);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('[USAGE]');
});

test('a folder outside of any workspace is wrong usage', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  try {
    const { exitCode, stderr } = await run(['validate'], folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('[NO_WORKSPACE]');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a stack that is not there ends with exit code 1', async () => {
  const { exitCode, stdout } = await run(['validate', '--stack=no/such/stack.ts']);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('[NO_STACK]');
});

test('help lists every option of a verb with its default', async () => {
  const { exitCode, stdout } = await run(['minikube', '--help']);
  expect(exitCode).toBe(0);
  for (const word of ['--profile', '--context', '--timeout <number>', '[300]', '--output text|json', '130']) {
    expect(stdout).toContain(word);
  }
});

test('a reader that goes away does not break the run', async () => {
  // Node.js itself warns on stderr when both variables are set, as they may be under Nx.
  const env = { NO_COLOR: undefined, FORCE_COLOR: undefined };
  const child = execa(process.execPath, [program, 'minikube', '--help'], { reject: false, env });
  child.stdout.destroy();
  const { exitCode, stderr } = await child;
  expect(exitCode).toBe(0);
  expect(stderr).toBe('');
});
