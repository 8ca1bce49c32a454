import type { ClusterPlace } from '../observe/place.ts';
import { placeholderInput } from '../stack/placeholder-input.ts';
import { openRelease } from '../verbs/release-target.ts';
import type { Outcome, World } from '../world.ts';
import { evaluateStack } from '@nx-kube/manifests';
import { forwardRelease } from './forward/forward-release.ts';
import { showAddress } from './show.ts';

/** What `open` is told about a port of this machine. */
export interface PortForwardOptions {
  readonly browser: boolean;
  readonly port?: number;
}

/**
 * Leads a port of this machine to a release until Ctrl-C, and opens the browser there. It has no other end, so that is `done`.
 *
 * @throws what `forwardRelease` throws
 */
export async function portForward(
  { stack, options }: ClusterPlace,
  { browser, port }: PortForwardOptions,
  world: World,
): Promise<Outcome> {
  const { cluster, namespace } = await openRelease(options, world);
  try {
    const { url } = evaluateStack(stack, placeholderInput(stack, options.environment));
    const forward = await forwardRelease({ cluster, namespace, url, ...(port === undefined ? {} : { port }) });
    const served = forward.serve(world.signal);
    world.emit({ type: 'note', kind: 'forward', message: `${forward.url} leads to ${url} until Ctrl-C` });
    await Promise.race([served, showAddress(forward.url, browser, world)]);
    await served;
    return 'done';
  } finally {
    cluster.close();
  }
}
