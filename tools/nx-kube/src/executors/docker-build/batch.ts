import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { EnsuredImage } from '@nx-kube/image';

import { abortOnSignals } from '../../cli/signals.ts';
import { describeError } from '../../error.ts';
import { imageBuilder, imageLine } from '../../image/build-image.ts';
import { errorLines } from '../../report/error-lines.ts';

/** What Nx wants to know about each task of a batch. */
interface TaskResult {
  readonly success: boolean;
  readonly terminalOutput: string;
}

/** All images in one process: a process of Nx costs more than the look that finds an image present. */
export default async function* dockerBuildBatch(
  graph: TaskGraph,
  _inputs: unknown,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<{ task: string; result: TaskResult }> {
  const { signal, release } = abortOnSignals();
  // A build is shown while it runs; Nx prints the terminalOutput of a task after it.
  const onLine = (project: string, line: string): boolean => process.stdout.write(`${project}  ${line}\n`);
  const build = imageBuilder({ context, signal, onLine });
  try {
    const tasks = Object.values(graph.tasks).map(({ id, target }) => ({
      task: id,
      result: settle(build(target.project)),
    }));
    for (const { task, result } of tasks) yield { task, result: await result };
  } finally {
    release();
  }
}

async function settle(image: Promise<EnsuredImage>): Promise<TaskResult> {
  try {
    return { success: true, terminalOutput: imageLine(await image) };
  } catch (error) {
    return { success: false, terminalOutput: errorLines(describeError(error)).join('\n') };
  }
}
