import { createRequire } from 'node:module';
import { join } from 'node:path';

import { execa } from 'execa';

import { PluginError } from '../error.ts';
import type { World } from '../world.ts';

/** The line with which Nx begins to show a task. */
const TASK = /^> nx run (.*)/;

/**
 * Runs a target of several projects through Nx, so that its cache and its task graph count. Used where Nx has not
 * already done so: on the way of `nx-kube minikube`.
 *
 * @param target `docker-build`, or `bundle` where no image is needed
 * @throws PluginError BUILD_FAILED with the last lines of the output
 */
export async function buildImages(projects: readonly string[], target: string, world: World): Promise<void> {
  const { root, emit, signal } = world;
  emit({ type: 'step', step: 'build', state: 'started', message: `${target} of ${projects.join(', ')}` });
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const args = [nx, 'run-many', '-t', target, '-p', projects.join(','), '--output-style=stream'];
  // In a process group of its own: a Ctrl-C reaches it through the signal, after a tidy end of what it runs.
  const child = execa(process.execPath, args, {
    cwd: root,
    stdin: 'ignore',
    reject: false,
    all: true,
    env: { FORCE_COLOR: '0', NX_TUI: 'false' },
    cancelSignal: signal,
    detached: process.platform !== 'win32',
  });
  const output: string[] = [];
  for await (const line of child.iterable({ from: 'all' })) {
    output.push(line);
    const task = TASK.exec(line)?.[1];
    if (task !== undefined) emit({ type: 'step', step: 'build', state: 'note', message: task });
  }
  const { exitCode } = await child;
  if (exitCode !== 0) throw buildFailed(projects, target, output);
  emit({ type: 'step', step: 'build', state: 'finished', message: `${target} of ${projects.join(', ')}` });
}

function buildFailed(projects: readonly string[], target: string, output: readonly string[]): PluginError {
  const said = output.filter((line) => line.trim() !== '').slice(-30);
  return new PluginError('BUILD_FAILED', {
    doing: `run ${target} of ${projects.join(', ')}`,
    because: said.length > 0 ? `Nx says:\n${said.join('\n')}` : 'Nx did not succeed and said nothing',
    fix: 'correct what it names, then run the same command again',
  });
}
