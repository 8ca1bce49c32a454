import type { StatusReport } from '@nx-kube/apply';

import type { Outcome, World } from '../world.ts';

type Release = Pick<StatusReport, 'release' | 'namespace' | 'phase' | 'holder'>;

/** The cluster knows no such release. */
export function tellMissing({ release, namespace }: Omit<Release, 'phase' | 'holder'>, { emit }: World): Outcome {
  emit({ type: 'note', kind: 'missing', message: `there is no release ${release} in namespace ${namespace}` });
  return 'failed';
}

/** A run is at work on the release, or was killed. */
export function tellUnfinished({ phase, holder }: Release, { emit }: World): void {
  if (phase === 'idle') return;
  emit({
    type: 'note',
    kind: 'running',
    message: `a run by ${holder ?? 'someone'} is at work or was stopped (${phase})`,
  });
}
