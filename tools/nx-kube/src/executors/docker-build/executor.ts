import type { PromiseExecutor } from '@nx/devkit';

import { withSignals } from '../../cli/signals.ts';
import { imageBuilder, imageLine } from '../../image/build-image.ts';
import { reportFailure } from '../report-failure.ts';

/** One image in a process of its own; Nx prefers the batch beside this file. */
const dockerBuild: PromiseExecutor = async (_options, context) => {
  const onLine = (project: string, line: string): boolean => process.stdout.write(`${project}  ${line}\n`);
  try {
    const { projectName = '' } = context;
    const image = await withSignals((signal) => imageBuilder({ context, signal, onLine })(projectName));
    process.stdout.write(`${imageLine(image)}\n`);
    return { success: true };
  } catch (error) {
    return reportFailure(error);
  }
};
export default dockerBuild;
