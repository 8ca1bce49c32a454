import { diagnoseRelease, type ReleaseDiagnosis } from '@nx-kube/apply';
import { formatRef, type ObjectRef } from '@nx-kube/kube';
import type { Stack } from '@nx-kube/manifests';

import type { DiagnosisEvent } from '../report/events.ts';
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
    return await askApplication(target, report, stack, world);
  } finally {
    target.cluster.close();
  }
}

/** All objects are as they should be: does the whole work? */
async function askApplication(
  { cluster, namespace }: ReleaseTarget,
  { objects, idle }: ReleaseDiagnosis,
  { smoke }: Stack,
  { emit, signal }: World,
): Promise<Outcome> {
  const problems = await wayIn({ cluster, namespace, smoke, signal });
  // Whoever is scaled to nothing is no problem by itself; where something is missing, it may be just that.
  if (problems.length > 0) for (const ref of idle) emit({ type: 'diagnosis', ref, diagnosis: scaledToZero(ref) });
  for (const diagnosis of problems) emit({ type: 'diagnosis', diagnosis });
  if (problems.length > 0) return 'failed';
  emit({
    type: 'note',
    kind: 'ready',
    message: `everything is as it should be: ${objects} objects are ready, and ${smoke.path} answers`,
  });
  return 'done';
}

function scaledToZero(ref: ObjectRef): DiagnosisEvent['diagnosis'] {
  return {
    code: 'SCALED_TO_ZERO',
    object: formatRef(ref),
    because: 'it is scaled to 0 replicas: nothing of it runs',
    fix: 'deploy again, if the stack wants more; or: kubectl scale',
    terminal: true,
  };
}
