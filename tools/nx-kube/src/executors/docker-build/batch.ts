import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { ensureImage } from '@nx-kube/image';

import { abortOnSignals } from '../../cli/signals.ts';
import { imageLine } from '../../image/image-line.ts';
import { settleInOrder } from '../../image/settle-in-order.ts';
import { describeError } from '../../error.ts';
import { errorLines } from '../../report/error-lines.ts';

/** What Nx wants to know about each task of a batch. */
interface TaskResult {
  readonly success: boolean;
  readonly terminalOutput: string;
}

/**
 * All images in one process: a process of Nx costs more than the look that finds an image present. A base comes before
 * what builds on it; the others run side by side.
 */
export default async function* dockerBuildBatch(
  graph: TaskGraph,
  _inputs: unknown,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<{ task: string; result: TaskResult }> {
  const { signal, release } = abortOnSignals();
  try {
    yield* settleInOrder(graph.dependencies, async (task) => {
      const project = graph.tasks[task]?.target.project ?? '';
      return { task, result: await ensure(project, context, signal) };
    });
  } finally {
    release();
  }
}

async function ensure(project: string, context: ExecutorContext, signal: AbortSignal): Promise<TaskResult> {
  try {
    const projectRoot = context.projectsConfigurations.projects[project]?.root ?? '.';
    // A build is shown while it runs; Nx prints the terminalOutput of a task after it.
    const onLine = (line: string): boolean => process.stdout.write(`${project}  ${line}\n`);
    const image = await ensureImage({ root: context.root, project, projectRoot, onLine, signal });
    return { success: true, terminalOutput: imageLine(image) };
  } catch (error) {
    return { success: false, terminalOutput: errorLines(describeError(error)).join('\n') };
  }
}
