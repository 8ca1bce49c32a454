import type { PromiseExecutor } from '@nx/devkit';

import { relay } from '../../relay/relay.ts';

/** Starts the detached process that does the work, and shows what it prints. */
const minikube: PromiseExecutor<Record<string, unknown>> = async (options, { root }) => ({
  success: await relay('minikube', options, root),
});
export default minikube;
