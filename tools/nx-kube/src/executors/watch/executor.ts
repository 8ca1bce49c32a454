import type { PromiseExecutor } from '@nx/devkit';

import { relay } from '../../relay/relay.ts';

/** Starts the detached process that supervises the services and watches their sources, and shows what it prints. */
const watch: PromiseExecutor<Record<string, unknown>> = async (options, { root }) => ({
  success: await relay('watch', options, root),
});
export default watch;
