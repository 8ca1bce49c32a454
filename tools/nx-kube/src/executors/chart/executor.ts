import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const chart: PromiseExecutor<Record<string, unknown>> = (options, { root }) => runInExecutor('chart', options, root);
export default chart;
