import type { PromiseExecutor } from '@nx/devkit';
import { ensureImage } from '@nx-kube/image';

import { withSignals } from '../../cli/signals.ts';
import { imageLine } from '../../image/image-line.ts';
import { reportFailure } from '../report-failure.ts';

/** One image in a process of its own; Nx prefers the batch beside this file. */
const dockerBuild: PromiseExecutor = async (_options, { root, projectName: project = '', projectsConfigurations }) => {
  try {
    const projectRoot = projectsConfigurations.projects[project]?.root ?? '.';
    const onLine = (line: string): boolean => process.stdout.write(`${line}\n`);
    const image = await withSignals((signal) => ensureImage({ root, project, projectRoot, onLine, signal }));
    process.stdout.write(`${imageLine(image)}\n`);
    return { success: true };
  } catch (error) {
    return reportFailure(error);
  }
};
export default dockerBuild;
