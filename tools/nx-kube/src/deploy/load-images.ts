import { loadByMinikube, loadIntoNode, type LoadEvent, type LoadResult } from '@nx-kube/image';
import type { Profile } from '@nx-kube/minikube';

import type { World } from '../world.ts';

/**
 * Brings images into every node of a profile and looks there afterwards; what is there is not sent.
 *
 * @throws ImageError
 */
export async function loadImages(profile: Profile, refs: readonly string[], { emit, signal }: World): Promise<void> {
  emit({ type: 'step', step: 'images', state: 'started', message: `looking for ${refs.length} images in the cluster` });
  const onEvent = (event: LoadEvent): void => {
    if (event.type !== 'loading') return;
    emit({
      type: 'step',
      step: 'images',
      state: 'note',
      message: `loading ${event.refs.join(', ')} into ${event.node}`,
    });
  };
  const results = await Promise.all(loaders(profile, refs).map((load) => load({ refs, signal, onEvent })));
  const loaded = [...new Set(results.flatMap((result) => result.loaded))];
  const message = loaded.length === 0 ? `all ${refs.length} are in the cluster` : `loaded ${loaded.join(', ')}`;
  emit({ type: 'step', step: 'images', state: 'finished', message });
}

interface LoadOptions {
  readonly refs: readonly string[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: LoadEvent) => void;
}

/** One loader per node where nodes are containers of this machine's Docker; minikube's own way for virtual machines. */
function loaders(profile: Profile, refs: readonly string[]): ((options: LoadOptions) => Promise<LoadResult>)[] {
  if (refs.length === 0) return [];
  const { name, driver, runtime, nodes } = profile;
  if (driver !== 'docker' || (runtime !== 'docker' && runtime !== 'containerd')) {
    return [(options) => loadByMinikube({ profile: name, ...options })];
  }
  return nodes.map((node) => (options) => loadIntoNode({ node, runtime, ...options }));
}
