import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const status: PromiseExecutor<Record<string, unknown>> = (options, { root }) => runInExecutor('status', options, root);
export default status;
