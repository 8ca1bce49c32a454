import { refKey, type ObjectRef } from '@nx-kube/kube';
import { mayNeedOthers, type Finding } from './diagnosis.ts';

/** An object that is not as it should be, and what is known of it. */
export interface Suspect {
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly finding: Finding;
}

/** Root causes first: what is broken first, and before an application that ends or does not answer what it needs. Pure. */
export function rankSuspects(suspects: readonly Suspect[]): readonly Suspect[] {
  return suspects.toSorted(
    (a, b) => Number(mayFollow(a)) - Number(mayFollow(b)) || a.finding.rank - b.finding.rank || store(b) - store(a),
  );
}

/**
 * What may be why an application does not work, among all that does not. Pure.
 *
 * @returns a store that is broken too; `undefined` where the object explains itself
 */
export function causeOf(suspect: Suspect, all: readonly Suspect[]): ObjectRef | undefined {
  if (!mayFollow(suspect)) return undefined;
  return all.find((other) => store(other) > 0 && refKey(other.ref) !== refKey(suspect.ref))?.ref;
}

function mayFollow(suspect: Suspect): boolean {
  return store(suspect) === 0 && mayNeedOthers(suspect.finding);
}

/** Others store their data in a StatefulSet, as a rule. */
function store({ ref }: Suspect): number {
  return Number(ref.kind === 'StatefulSet');
}
