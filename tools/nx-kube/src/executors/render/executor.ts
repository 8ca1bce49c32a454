import type { PromiseExecutor } from '@nx/devkit';

import { runInExecutor } from '../run-in-executor.ts';

/** Names in, library call, report out. */
const render: PromiseExecutor<Record<string, unknown>> = (options, { root }) => runInExecutor('render', options, root);
export default render;
