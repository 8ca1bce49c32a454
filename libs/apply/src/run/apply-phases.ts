import { formatRef, refKey, type KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { orderObjects, type Phase } from '../phases.ts';
import type { Plan, PlannedObject } from '../plan/plan.ts';
import { refOf } from '@nx-kube/kube';
import { applyObject } from './apply-object.ts';
import type { Run } from './context.ts';
import { dependenciesOf } from './dependencies.ts';
import { passGate } from './gates.ts';
import type { Outcome, Outcomes } from './outcome.ts';
import { eachOf, requestsAtOnce } from './pool.ts';

type Sent = Extract<PlannedObject, { action: 'create' | 'update' }>;

/**
 * Sends what the plan creates and updates, phase by phase. One that fails stops only what depends on it. Once the run is
 * stopped nothing more is started; what is in flight ends.
 *
 * @param outcomes filled as objects end, so that an exception loses nothing
 */
export async function applyPhases(run: Run, plan: Plan, outcomes: Outcomes): Promise<void> {
  const sent = new Map(
    plan.objects
      .flatMap((object) => (object.action === 'create' || object.action === 'update' ? [object] : []))
      .map((object) => [refKey(object.ref), object]),
  );
  for (const phase of orderObjects([...sent.values()].map((object) => object.desired.object))) {
    if (run.signal.aborted) return;
    run.emit({ type: 'phase', name: phase.name, state: 'started', objects: phase.objects.length });
    await applyPhase(run, phase, sent, outcomes);
    run.emit({ type: 'phase', name: phase.name, state: 'finished', objects: phase.objects.length });
  }
}

async function applyPhase(run: Run, phase: Phase, sent: ReadonlyMap<string, Sent>, outcomes: Outcomes): Promise<void> {
  await eachOf(phase.objects, requestsAtOnce, async (object) => {
    const key = refKey(refOf(object));
    const planned = sent.get(key);
    if (!planned || run.signal.aborted || outcomes.has(key)) return;
    const outcome = await applyOne(run, planned, outcomes);
    if (outcome) outcomes.set(key, outcome);
  });
}

async function applyOne(run: Run, planned: Sent, outcomes: Outcomes): Promise<Outcome | undefined> {
  const { ref } = planned;
  const because = missingNeed(planned.desired.object, outcomes);
  if (because !== undefined) {
    run.emit({ type: 'skipped', ref, because });
    return { state: 'skipped', ref, because };
  }
  try {
    const live = planned.action === 'update' ? planned.live : undefined;
    const applied = await applyObject(run, planned.desired.object, live);
    run.emit({ type: 'applied', ref, action: applied.action });
    await passGate(run, applied.object);
    return { state: 'applied', ref, applied };
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    if (error.code === 'INTERRUPTED') return undefined;
    run.emit({ type: 'failed', ref, code: error.code, because: error.because, fix: error.fix });
    return { state: 'failed', ref, error };
  }
}

function missingNeed(object: KubeObject, outcomes: Outcomes): string | undefined {
  for (const key of dependenciesOf(object)) {
    const outcome = outcomes.get(key);
    if (outcome && outcome.state !== 'applied') return `${formatRef(outcome.ref)} was not applied`;
  }
  return undefined;
}
