import { randomBytes } from 'node:crypto';
import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { besideOurs, type BesideField } from '../conflict/beside-ours.ts';
import { difference, fieldText, isAppliedBy, nested, union, type FieldSet } from '../conflict/field-set.ts';
import { withFields, withoutFields } from '../conflict/field-values.ts';
import { immutableChange } from '../conflict/immutable.ts';
import { transferFields } from '../conflict/transfer-fields.ts';
import { ApplyError } from '../error.ts';
import { listAt, objectAt } from '../json.ts';
import { fieldManager } from '../plan/hash.ts';
import type { Run } from './context.ts';
import { fieldConflict } from './settle.ts';

const attempts = 10; // controllers write the status of a rolling Deployment all the time

/** What stands in the way of an object, and the object without that, as the server would store it. */
interface Way {
  readonly live: KubeObject;
  readonly fields: readonly BesideField[];
  readonly result: KubeObject;
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
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const way = await findWay(run, object, error);
      if (!way) return undefined;
      refuseForeign(run, object, way.fields, error);
      const paths = way.fields.map(({ path }) => path);
      if (!dryRun) await run.cluster.update(transferFields(way.live, paths, fieldManager));
      tell(run, object, way.fields);
      return way.result;
    } catch (failure) {
      if (!(failure instanceof ApplyError) || failure.code !== 'CONFLICT') throw failure;
    }
  }
  return undefined;
}

async function findWay(run: Run, object: KubeObject, error: ApplyError): Promise<Way | undefined> {
  const live = await run.cluster.get(refOf(object));
  const alone = live && (await accepted(() => applyAlone(run, object)));
  const ours = alone && appliedFields(alone);
  if (!ours) return undefined;
  const all = besideOurs({ status: error.body, live, ours, manager: fieldManager });
  const attemptWithout = async (fields: readonly BesideField[]): Promise<KubeObject | undefined> =>
    accepted(() => run.cluster.update(merged({ live, alone, ours }, fields), { dryRun: true }));
  let result = all.length > 0 ? await attemptWithout(all) : undefined;
  if (!result) return undefined;
  let fields = all;
  for (const field of all.toSorted((a, b) => Number(b.policy === 'refuse') - Number(a.policy === 'refuse'))) {
    const fewer = fields.filter((other) => other !== field);
    const still = fewer.length > 0 ? await attemptWithout(fewer) : undefined;
    if (still) ({ fields, result } = { fields: fewer, result: still });
  }
  return { live, fields, result };
}

/** The object under a name that nobody has: what the server makes of it without anything that is live. */
async function applyAlone(run: Run, object: KubeObject): Promise<KubeObject> {
  const begin = object.metadata.name.slice(0, 48).replace(/[^a-zA-Z0-9]+$/, '');
  const name = `${begin}-${randomBytes(6).toString('hex')}`;
  const named = { ...object, metadata: { ...object.metadata, name } };
  return (await run.cluster.apply(named, { fieldManager, dryRun: true })).object;
}

/** The live object as an apply of ours would leave it if the given fields were not there. */
function merged(
  { live, alone, ours }: { readonly live: KubeObject; readonly alone: KubeObject; readonly ours: FieldSet },
  fields: readonly BesideField[],
): KubeObject {
  const others = listAt(live, 'metadata', 'managedFields')
    .filter((entry) => !isAppliedBy(entry, fieldManager))
    .map((entry) => objectAt(entry, 'fieldsV1') ?? {});
  const dropped = difference(
    appliedFields(live) ?? {},
    [ours, ...others].reduce((a, b) => union(a, b)),
  );
  const gone = fields.map(({ path }) => nested(path, {}));
  const rest = gone.reduce<unknown>((value, set) => withoutFields(value, set), withoutFields(live, dropped));
  return withFields(rest, alone, ours) as KubeObject;
}

function appliedFields(object: KubeObject): FieldSet | undefined {
  const entry = listAt(object, 'metadata', 'managedFields').find((each) => isAppliedBy(each, fieldManager));
  return entry && objectAt(entry, 'fieldsV1');
}

/** The server's answer, or `undefined` when it refuses; what says nothing about the object is thrown on. */
async function accepted(ask: () => Promise<KubeObject>): Promise<KubeObject | undefined> {
  try {
    return await ask();
  } catch (error) {
    const status = error instanceof ApplyError ? (error.status ?? 0) : 0;
    if (status >= 400 && status < 500 && status !== 401 && status !== 409) return undefined;
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
