import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { adoptFields } from '../conflict/adopt-fields.ts';
import { fieldConflicts } from '../conflict/classify.ts';
import { immutableChange } from '../conflict/immutable.ts';
import { ApplyError } from '../error.ts';
import type { AppliedAction } from '../events.ts';
import { partOfLabel } from '../inventory/applyset.ts';
import { fieldManager } from '../plan/hash.ts';
import type { LiveObject } from '../plan/live-object.ts';
import { isSameObject } from '../plan/same-object.ts';
import type { Run } from './context.ts';
import { pause } from './pause.ts';
import { settle } from './settle.ts';
import { takeOver } from './take-over.ts';
import { interrupted, waitGone } from './wait-gone.ts';

const terminatingSeconds = 60;
const webhookSeconds = 120;
// Each is followed by an apply; refused once more, someone else is at work on the very same field.
const takeOverAttempts = 5;

/** The object as the server has it now, and what that took. */
export interface AppliedObject {
  readonly object: KubeObject;
  readonly action: AppliedAction;
}

/**
 * Sends one object by server-side apply and deals with what may stand in the way: fields that others hold, an object
 * that is just being deleted, a field that can't change, an admission webhook that is not up yet.
 *
 * @throws ApplyError `FIELD_CONFLICT`, `IMMUTABLE_FIELD`, `STILL_TERMINATING`, `INTERRUPTED`, or what the server answered
 */
export async function applyObject(run: Run, object: KubeObject, live: LiveObject | undefined): Promise<AppliedObject> {
  const ref = refOf(object);
  if (live?.terminating) await waitGone(run, ref, live.uid, terminatingSeconds);
  else if (live && isAdopted(live)) await adopt(run, live);
  const applied = await sendOrRecreate(run, object, live);
  // Accepted, and yet about to vanish: a deletion came in between.
  if (applied.object.metadata.deletionTimestamp === undefined) return applied;
  await waitGone(run, ref, applied.object.metadata.uid ?? '', terminatingSeconds);
  return { object: await sendApply(run, object, { dryRun: false }), action: 'recreated' };
}

/** Sends an object as a dry run: validated, defaulted and admitted by the server, not stored. */
export async function dryRunObject(run: Run, object: KubeObject): Promise<KubeObject> {
  return sendApply(run, object, { dryRun: true });
}

/** Whether an object is there and in nobody's set: made by hand, or its label was taken off. */
export function isAdopted(live: LiveObject): boolean {
  return live.labels[partOfLabel] === undefined;
}

async function adopt(run: Run, { ref }: LiveObject): Promise<void> {
  const live = await run.cluster.get(ref);
  const adopted = live && adoptFields(live, fieldManager);
  if (adopted) await run.cluster.update(adopted);
}

async function sendOrRecreate(run: Run, object: KubeObject, live: LiveObject | undefined): Promise<AppliedObject> {
  const ref = refOf(object);
  try {
    const result = await sendApply(run, object, { dryRun: false });
    if (!live || live.uid !== result.metadata.uid) return { object: result, action: 'created' };
    return { object: result, action: isSameObject(live, result) ? 'unchanged' : 'updated' };
  } catch (error) {
    if (!(error instanceof ApplyError) || error.code !== 'IMMUTABLE_FIELD' || !live) throw error;
    if (immutableChange(ref, error.body)?.remedy !== 'recreate') throw error;
    run.emit({
      type: 'warning',
      ref,
      message: `${formatRef(ref)} is deleted and made anew: a field of it can't change`,
    });
    await run.cluster.delete(ref, { uid: live.uid, propagation: 'Background' });
    await waitGone(run, ref, live.uid, terminatingSeconds);
    return { object: await sendApply(run, object, { dryRun: false }), action: 'recreated' };
  }
}

async function sendApply(run: Run, object: KubeObject, o: { readonly dryRun: boolean }): Promise<KubeObject> {
  const ref = refOf(object);
  const begun = run.now();
  let payload = object;
  let force = run.forceConflicts;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { object: result, warnings } = await run.cluster.apply(payload, {
        fieldManager,
        force,
        dryRun: o.dryRun,
      });
      if (!o.dryRun) for (const message of warnings) run.emit({ type: 'warning', ref, message });
      return result;
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error;
      const conflicts = fieldConflicts(error.body);
      if (conflicts.length > 0 && !force) {
        ({ payload, force } = settle(run, payload, conflicts, error));
        continue;
      }
      const taken = attempt <= takeOverAttempts ? await takeOver(run, payload, error, o) : undefined;
      if (taken && o.dryRun) return taken;
      if (taken) continue;
      const patience = o.dryRun ? 0 : webhookSeconds * 1000;
      if (!isWebhookDown(error) || run.now() - begun > patience) throw explained(object, error);
      if (run.signal.aborted) throw interrupted(`apply ${formatRef(ref)}`);
      run.emit({ type: 'retry', ref, because: error.because, attempt });
      await pause(Math.min(500 * 2 ** attempt, 5000), run.signal);
    }
  }
}

function isWebhookDown(error: ApplyError): boolean {
  if (error.code === 'WEBHOOK_DOWN') return true;
  return (error.status ?? 0) >= 500 && /failed calling (admission )?webhook|conversion webhook for/.test(error.because);
}

function explained(object: KubeObject, error: ApplyError): ApplyError {
  const ref = refOf(object);
  const immutable = immutableChange(ref, error.body);
  if (!immutable) return error;
  return new ApplyError(
    'IMMUTABLE_FIELD',
    {
      doing: `apply ${formatRef(ref)}`,
      because: `${immutable.fields.join(', ') || 'a field that the stack changes'} can't change once the object exists`,
      fix: immutable.fix,
      body: error.body,
    },
    error,
  );
}
