import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const validate: PromiseExecutor<Record<string, unknown>> = (options, { root }) =>
  runInExecutor('validate', options, root);
export default validate;
