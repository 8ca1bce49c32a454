import { refKey, type ObjectRef } from '@nx-kube/kube';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Plan } from '../plan/plan.ts';
import { waitReady } from '../wait/wait-ready.ts';
import type { Run } from './context.ts';
import type { Outcomes } from './outcome.ts';
import type { FailedObject } from './report.ts';

/** What the wait found. */
export interface Waited {
  readonly failed: readonly FailedObject[];
  readonly diagnosis: readonly Diagnosis[];
}

/** Waits until every object of the stack is ready, the unchanged ones too: a second run must not call a broken app done. */
export async function waitForAll(
  run: Run,
  o: { readonly plan: Plan; readonly outcomes: Outcomes; readonly timeoutSeconds: number },
): Promise<Waited> {
  const objects = o.plan.objects.flatMap((object): { ref: ObjectRef; generation: number }[] => {
    if (!('desired' in object)) return [];
    const outcome = o.outcomes.get(refKey(object.ref));
    const applied = outcome?.state === 'applied' ? outcome.applied.object.metadata.generation : undefined;
    const live = 'live' in object ? object.live.generation : undefined;
    return [{ ref: object.ref, generation: applied ?? live ?? 0 }];
  });
  const { failed } = await waitReady({
    cluster: run.cluster,
    objects,
    namespace: run.namespace,
    timeoutSeconds: o.timeoutSeconds,
    signal: run.signal,
    onEvent: run.emit,
  });
  return {
    failed: failed.map(({ ref, verdict, diagnosis }) => ({
      ref,
      code: diagnosis?.code ?? 'NOT_READY',
      because: diagnosis?.because ?? verdict.message,
      fix: diagnosis?.fix ?? 'look at `kubectl describe` of the object and of its pods',
    })),
    diagnosis: failed.flatMap(({ diagnosis }) => diagnosis ?? []),
  };
}
