import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { RunFolder } from '@nx-kube/local';
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
 * @param children where it is noted, so that the next run ends a build whose run was killed
 * @throws PluginError BUILD_FAILED with the last lines of the output
 */
export async function buildImages(
  projects: readonly string[],
  target: string,
  world: World,
  children?: Pick<RunFolder, 'remember' | 'forget'>,
): Promise<void> {
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
  const { pid } = child;
  // Of SIGTERM, Nx ends its tasks first: they are in groups of their own.
  if (pid !== undefined) children?.remember({ pid, name: 'build', signal: 'SIGTERM' });
  const output: string[] = [];
  for await (const line of child.iterable({ from: 'all' })) {
    output.push(line);
    const task = TASK.exec(line)?.[1];
    if (task !== undefined) emit({ type: 'step', step: 'build', state: 'note', message: task });
  }
  const { exitCode } = await child;
  if (pid !== undefined) children?.forget(pid);
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
