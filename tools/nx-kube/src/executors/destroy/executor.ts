import type { PromiseExecutor } from '@nx/devkit';

import { relay } from '../../relay/relay.ts';

/** Starts the detached process that does the work, and shows what it prints. */
const destroy: PromiseExecutor<Record<string, unknown>> = async (options, { root }) => ({
  success: await relay('destroy', options, root),
});
export default destroy;
