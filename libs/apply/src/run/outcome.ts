import type { ObjectRef } from '@nx-kube/kube';
import type { ApplyError } from '../error.ts';
import type { AppliedObject } from './apply-object.ts';

/** How the sending of one object ended; no outcome means that its turn never came. */
export type Outcome =
  | { readonly state: 'applied'; readonly ref: ObjectRef; readonly applied: AppliedObject }
  | { readonly state: 'failed'; readonly ref: ObjectRef; readonly error: ApplyError }
  | { readonly state: 'skipped'; readonly ref: ObjectRef; readonly because: string };

/** Outcomes by `refKey`. */
export type Outcomes = Map<string, Outcome>;
