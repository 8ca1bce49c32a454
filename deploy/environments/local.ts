import type { Overlay } from '@nx-kube/manifests';
import type { Values } from '../values.ts';

/** Nobody outside has to notice first that a process goes: what leads to it knows at once. */
const environment = [{ name: 'DRAIN_SECONDS', value: '0' }];

/** Processes of this machine, on top of any environment: browsers come by the front door of the run. */
export function local({
  origins: [address = '', ...others],
}: {
  readonly origins: readonly string[];
}): Overlay<Values> {
  return {
    ingress: { host: 'todo.localhost' },
    secrets: { betterAuthUrl: address },
    config: { trustedOrigins: others.join(',') },
    extraEnv: { frontend: environment, backend: environment, mcp: environment },
  };
}
