import type { Intent, ParseContext } from '../intent.ts';
import { withoutCourtesy, type Plain } from '../text/courtesy.ts';

/** One request of a message as the recognisers see it. */
export interface Clause extends Plain {
  /** As it was written. */
  readonly raw: string;
}

/** Says what a clause asks for, or undefined when it asks for something of another kind. */
export type Recogniser = (clause: Clause, context: ParseContext) => Intent | undefined;

export function readClause(raw: string): Clause {
  return { ...withoutCourtesy(raw), raw };
}
