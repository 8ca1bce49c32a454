import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const diagnose: PromiseExecutor<Record<string, unknown>> = (options, { root }) =>
  runInExecutor('diagnose', options, root);
export default diagnose;
