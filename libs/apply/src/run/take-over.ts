import { randomBytes } from 'node:crypto';
import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { appliedFields, asApplied } from '../conflict/as-applied.ts';
import { besideOurs, type BesideField } from '../conflict/beside-ours.ts';
import { fieldText, type FieldSet } from '../conflict/field-set.ts';
import { immutableChange } from '../conflict/immutable.ts';
import { transferFields } from '../conflict/transfer-fields.ts';
import { ApplyError } from '../error.ts';
import { canonicalJson } from '../json.ts';
import { fieldManager } from '../plan/hash.ts';
import type { Run } from './context.ts';
import { fieldConflict } from './settle.ts';

const attempts = 20; // controllers write the status of a rolling Deployment all the time

/** What stands in the way of an object, and the object without that, as the server would store it. */
interface Way {
  readonly fields: readonly BesideField[];
  readonly result: KubeObject;
}

/** What is asked about: the object, what the server makes of it alone, and the refusal. */
interface Question {
  readonly object: KubeObject;
  readonly alone: KubeObject;
  readonly ours: FieldSet;
  readonly error: ApplyError;
}

/**
 * Deals with fields that exclude ours and that a server-side apply leaves where they are, as someone else holds them:
 * `value` beside our `valueFrom`, `exec` beside our `httpGet`. The server calls that invalid, with or without force. They
 * become ours, which the next apply then deletes in the write that sets ours: no pod is made with half of it.
 *
 * Nothing is written before the server has accepted, as dry runs, the object alone (else it is wrong by itself) and the
 * live object with ours and without these fields. Only what has to go goes.
 *
 * @param error the refusal of the apply
 * @returns for a dry run the object as it would be, else any object when the apply is to be sent again; `undefined` when
 *   this is not why it was refused
 * @throws ApplyError `FIELD_CONFLICT` when a field is not to be taken without --force-conflicts
 */
export async function takeOver(
  run: Run,
  object: KubeObject,
  error: ApplyError,
  { dryRun }: { readonly dryRun: boolean },
): Promise<KubeObject | undefined> {
  if (error.status !== 422 || immutableChange(refOf(object), error.body)) return undefined;
  const alone = await accepted(() => applyAlone(run, object));
  const ours = alone && appliedFields(alone, fieldManager);
  const question = ours && { object, alone, ours, error };
  const way = question && (await findWay(run, question));
  if (!way) return undefined;
  refuseForeign(run, object, way.fields, error);
  const taken = dryRun || (await transfer(run, question, way.fields));
  if (!taken) return undefined;
  tell(run, object, way.fields);
  return way.result;
}

async function findWay(run: Run, question: Question): Promise<Way | undefined> {
  const live = await run.cluster.get(refOf(question.object));
  let fields = live ? candidates(question, live) : [];
  const { alone } = question;
  const as = (now: KubeObject, gone: readonly BesideField[]): KubeObject =>
    asApplied({ live: now, alone, without: gone.map(({ path }) => path), manager: fieldManager });
  const attemptWithout = async (gone: readonly BesideField[]): Promise<KubeObject | undefined> =>
    accepted(() => updateLive(run, question.object, { dryRun: true, change: (now) => as(now, gone) }));
  let result = fields.length > 0 ? await attemptWithout(fields) : undefined;
  if (!result) return undefined;
  for (const field of fields.toSorted((a, b) => Number(b.policy === 'refuse') - Number(a.policy === 'refuse'))) {
    const fewer = fields.filter((other) => other !== field);
    const still = fewer.length > 0 ? await attemptWithout(fewer) : undefined;
    if (still) ({ fields, result } = { fields: fewer, result: still });
  }
  return { fields, result };
}

function candidates({ ours, error }: Question, live: KubeObject): readonly BesideField[] {
  return besideOurs({ status: error.body, live, ours, manager: fieldManager });
}

/** Makes the fields ours if they are held as they were when they were looked at. */
async function transfer(run: Run, question: Question, fields: readonly BesideField[]): Promise<boolean> {
  const change = (now: KubeObject): KubeObject | undefined => {
    const held = new Set(candidates(question, now).map((field) => canonicalJson(field)));
    if (!fields.every((field) => held.has(canonicalJson(field)))) return undefined;
    const paths = fields.map(({ path }) => path);
    return transferFields(now, paths, fieldManager);
  };
  return (await updateLive(run, question.object, { dryRun: false, change })) !== undefined;
}

/** Changes the live object as it is at that moment; a controller that writes in between is no reason to give up. */
async function updateLive(
  run: Run,
  object: KubeObject,
  o: { readonly dryRun: boolean; readonly change: (live: KubeObject) => KubeObject | undefined },
): Promise<KubeObject | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const live = await run.cluster.get(refOf(object));
    const changed = live && o.change(live);
    if (!changed) return undefined;
    try {
      return await run.cluster.update(changed, { dryRun: o.dryRun });
    } catch (error) {
      if (!(error instanceof ApplyError) || error.code !== 'CONFLICT' || attempt === attempts) throw error;
    }
  }
}

/** The object under a name that nobody has: what the server makes of it without anything that is live. */
async function applyAlone(run: Run, object: KubeObject): Promise<KubeObject> {
  const begin = object.metadata.name.slice(0, 48).replace(/[^a-zA-Z0-9]+$/, '');
  const name = `${begin}-${randomBytes(6).toString('hex')}`;
  const named = { ...object, metadata: { ...object.metadata, name } };
  return (await run.cluster.apply(named, { fieldManager, dryRun: true })).object;
}

/** The server's answer, or `undefined` when it refuses; what says nothing about the object is thrown on. */
async function accepted(ask: () => Promise<KubeObject | undefined>): Promise<KubeObject | undefined> {
  try {
    return await ask();
  } catch (error) {
    const status = error instanceof ApplyError ? (error.status ?? 0) : 0;
    if (status >= 400 && status < 500 && status !== 401) return undefined;
    throw error;
  }
}

function refuseForeign(run: Run, object: KubeObject, fields: readonly BesideField[], cause: ApplyError): void {
  const refused = fields.filter(({ policy }) => policy === 'refuse' && !run.forceConflicts);
  if (refused.length === 0) return;
  const conflicts = refused.map(({ path, managers }) => ({ field: fieldText(path), manager: managers.join('", "') }));
  throw fieldConflict(object, conflicts, cause);
}

function tell(run: Run, object: KubeObject, fields: readonly BesideField[]): void {
  const ref = refOf(object);
  for (const { path, managers } of fields) {
    const from = managers.length > 0 ? `over from ${managers.join(', ')}` : 'away: a default that excludes what is set';
    run.emit({ type: 'warning', ref, message: `takes ${fieldText(path)} of ${formatRef(ref)} ${from}` });
  }
}
