import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const compose: PromiseExecutor<Record<string, unknown>> = (options, { root }) =>
  runInExecutor('compose', options, root);
export default compose;
