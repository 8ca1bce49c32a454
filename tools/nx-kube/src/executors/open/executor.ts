import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Stops at once when it is told to: what is open in the browser stays open. */
const open: PromiseExecutor<Record<string, unknown>> = (options, { root }) => runInExecutor('open', options, root);
export default open;
