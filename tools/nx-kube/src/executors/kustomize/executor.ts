import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const kustomize: PromiseExecutor<Record<string, unknown>> = (options, { root }) =>
  runInExecutor('kustomize', options, root);
export default kustomize;
