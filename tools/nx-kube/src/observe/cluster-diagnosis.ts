import { diagnoseRelease, type ReleaseDiagnosis } from '@nx-kube/apply';

import { openRelease, type ReleaseTarget } from '../verbs/release-target.ts';
import type { Outcome, World } from '../world.ts';
import type { ClusterPlace } from './place.ts';
import { tellMissing, tellUnfinished } from './release-notes.ts';
import { findSource } from './source.ts';
import { wayIn } from './way-in.ts';

/**
 * Says what is wrong with a release: what its objects show, root causes first; and where they show nothing, what the
 * application itself answers.
 */
export async function clusterDiagnosis({ stack, options }: ClusterPlace, world: World): Promise<Outcome> {
  const target = await openRelease(options, world);
  try {
    const report = await diagnoseRelease(target);
    if (!report.found) return tellMissing(report, world);
    tellUnfinished(report, world);
    const sourceOf = findSource(stack, options, world.root);
    for (const { ref, diagnosis, after } of report.problems) {
      const source = sourceOf(ref);
      world.emit({
        type: 'diagnosis',
        ref,
        diagnosis,
        ...(source === undefined ? {} : { source }),
        ...(after === undefined ? {} : { after }),
      });
    }
    if (report.problems.length > 0) return 'failed';
    return await askApplication(target, report, { stack, options }, world);
  } finally {
    target.cluster.close();
  }
}

/** All objects are as they should be: does the whole work? */
async function askApplication(
  { cluster }: ReleaseTarget,
  { objects, namespace }: ReleaseDiagnosis,
  { stack }: Pick<ClusterPlace, 'stack' | 'options'>,
  { emit, signal }: World,
): Promise<Outcome> {
  const problems = await wayIn({ cluster, namespace, smoke: stack.smoke, signal });
  for (const diagnosis of problems) emit({ type: 'diagnosis', diagnosis });
  if (problems.length > 0) return 'failed';
  emit({
    type: 'note',
    kind: 'ready',
    message: `everything is as it should be: ${objects} objects are ready, and ${stack.smoke.path} answers`,
  });
  return 'done';
}
