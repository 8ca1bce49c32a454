import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Stops at once when it is told to: what was printed stays printed. */
const logs: PromiseExecutor<Record<string, unknown>> = (options, { root }) => runInExecutor('logs', options, root);
export default logs;
