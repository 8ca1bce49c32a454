import type { KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { conflictPolicy, type ConflictPolicy } from './classify.ts';
import { branch, branchAt, isAppliedBy, type FieldPath, type FieldSet } from './field-set.ts';
import { valueAt } from './field-values.ts';

/** A field of the live object that the stack does not have, beside one that it has. */
export interface BesideField {
  readonly path: FieldPath;
  /** Who holds it; nobody when it is a default that the server set. */
  readonly managers: readonly string[];
  readonly policy: Exclude<ConflictPolicy, 'yield'>;
}

/** One step of a path in an error: a name, or what stands in brackets (a place in a list, or a key of a map). */
interface CauseStep {
  readonly name: string;
  readonly bracket: boolean;
}

interface Place {
  readonly path: FieldPath;
  readonly fields: FieldSet;
}

/**
 * Fields that may be why the server refuses an object that is valid by itself: those in the same structure as what it
 * names, and other items of the lists on the way there. An error counts items where a field set knows their keys, so all
 * items of a list are looked at; whoever uses this finds out which fields it takes. What a controller holds is never
 * among them, and a default of the server only when it is named.
 *
 * @param o.status the `Status` of the refusal
 * @param o.ours what the stack says of the object
 */
export function besideOurs(o: {
  readonly status: unknown;
  readonly live: KubeObject;
  readonly ours: FieldSet;
  readonly manager: string;
}): readonly BesideField[] {
  const others = listAt(o.live, 'metadata', 'managedFields').filter((entry) => !isAppliedBy(entry, o.manager));
  const found = new Map<string, BesideField>();
  for (const cause of listAt(objectAt(o.status, 'details') ?? {}, 'causes')) {
    const steps = causeSteps(fieldNamed(cause));
    if (steps[0]?.name === 'metadata') continue;
    for (const path of [...foreignPaths(o.ours, others, steps), ...defaultPaths(o, others, steps)]) {
      const field = judged(path, others);
      if (field && valueAt(o.live, path) !== undefined) found.set(JSON.stringify(path), field);
    }
  }
  return [...found.values()];
}

/** The schema of a custom resource speaks of no field, and names one in its words. */
function fieldNamed(cause: JsonObject): string {
  const field = stringAt(cause, 'field') ?? '';
  if (!field.startsWith('<')) return field;
  return /"([^"]+)" must validate/.exec(stringAt(cause, 'message') ?? '')?.[1] ?? '';
}

function causeSteps(field: string): readonly CauseStep[] {
  return [...field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)].map(([, name, bracket]) => ({
    name: name ?? bracket ?? '',
    bracket: bracket !== undefined,
  }));
}

function matches(step: string, cause: CauseStep): boolean {
  return step === `f:${cause.name}` || (cause.bracket && /^\d+$/.test(cause.name) && !step.startsWith('f:'));
}

/** All places of ours along a path of an error, by how many steps of it they have. */
function placesAlong(ours: FieldSet, steps: readonly CauseStep[]): readonly (readonly Place[])[] {
  let places: readonly Place[] = [{ path: [], fields: ours }];
  const along = [places];
  for (const cause of steps) {
    places = places.flatMap(({ path, fields }) =>
      Object.keys(fields)
        .filter((step) => matches(step, cause))
        .map((step) => ({ path: [...path, step], fields: branch(fields, step) })),
    );
    if (places.length === 0) break;
    along.push(places);
  }
  return along;
}

function foreignPaths(
  ours: FieldSet,
  others: readonly JsonObject[],
  steps: readonly CauseStep[],
): readonly FieldPath[] {
  const along = placesAlong(ours, steps);
  return along.slice(1).flatMap((places, index) => {
    const near = index >= along.length - 3; // what the error names, and where that lies
    return places.flatMap(({ path, fields }) =>
      others
        .flatMap((entry) => Object.keys(branchAt(objectAt(entry, 'fieldsV1') ?? {}, path) ?? {}))
        .filter((step) => step !== '.' && fields[step] === undefined && (near || !step.startsWith('f:')))
        // An empty branch of ours is one field, with nothing beside anything.
        .filter(() => Object.keys(fields).length > 0)
        .map((step) => [...path, step]),
    );
  });
}

/** What an error names, is in the live object, and is held by nobody. */
function defaultPaths(
  { ours }: { readonly ours: FieldSet },
  others: readonly JsonObject[],
  steps: readonly CauseStep[],
): readonly FieldPath[] {
  const last = steps.at(-1);
  const along = placesAlong(ours, steps);
  if (!last || last.bracket || along.length !== steps.length) return [];
  return (along.at(-1) ?? [])
    .map(({ path }) => [...path, `f:${last.name}`])
    .filter((path) => others.every((entry) => !branchAt(objectAt(entry, 'fieldsV1') ?? {}, path)));
}

function judged(path: FieldPath, others: readonly JsonObject[]): BesideField | undefined {
  const holders = others.filter((entry) => branchAt(objectAt(entry, 'fieldsV1') ?? {}, path) !== undefined);
  const managers = holders.map((entry) => String(entry['manager']));
  const policies = new Set(holders.map((entry) => policyOf(entry)));
  if (policies.has('yield')) return undefined;
  return { path, managers, policy: policies.has('refuse') ? 'refuse' : 'take' };
}

/** Who writes by a subresource (`scale`, `status`) is a controller or speaks through one. */
function policyOf(entry: JsonObject): ConflictPolicy {
  return entry['subresource'] ? 'yield' : conflictPolicy({ manager: String(entry['manager']), field: '' });
}
