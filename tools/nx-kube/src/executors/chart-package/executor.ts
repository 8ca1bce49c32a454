import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const chartPackage: PromiseExecutor<Record<string, unknown>> = (options, { root }) =>
  runInExecutor('chart-package', options, root);
export default chartPackage;
