import type { PromiseExecutor } from '@nx/devkit';

import { relay } from '../../relay/relay.ts';

/** Starts the detached process that supervises the services, and shows what it prints. */
const local: PromiseExecutor<Record<string, unknown>> = async (options, { root }) => ({
  success: await relay('local', options, root),
});
export default local;
