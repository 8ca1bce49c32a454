/** What can be wrong with a stack's input. */
export type ManifestErrorCode =
  | 'BAD_VALUES' // values of the wrong type or shape; see `issues`
  | 'BAD_COMPONENT' // a component was given a name, a schedule or a range that no cluster accepts
  | 'BAD_CHART' // the stack holds what a chart cannot; see `issues`
  | 'UNKNOWN_ENVIRONMENT'
  | 'MISSING_IMAGE' // no reference for an image of the stack
  | 'NOT_COMPOSE' // objects that Compose has no words for; see `issues`
  | 'NOT_LOCAL' // objects that processes of one machine cannot stand for; see `issues`
  | 'NOT_KUSTOMIZE' // an object that Kustomize cannot make
  | 'REQUIRED' // a value that the tree cannot do without is empty
  | 'DUPLICATE_FILE'; // two objects would be written to one file

/** One thing wrong with the values. `value` is absent for secrets, which never reach a message. */
export interface ValueIssue {
  /** Where in the values: `resources.backend.limits.cpu`. */
  readonly path: string;
  readonly value?: unknown;
  /** What the value must be: `must be a string`. */
  readonly rule: string;
  readonly fix: string;
}

/** An error of this library: what we were doing, what stopped it, and the fix; `issues` lists all bad values at once. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly code: ManifestErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
  readonly issues: readonly ValueIssue[];

  constructor(
    code: ManifestErrorCode,
    { doing, because, fix }: { doing: string; because: string; fix: string },
    issues: readonly ValueIssue[] = [],
  ) {
    super(`Could not ${doing}: ${because}. Fix: ${fix}`);
    this.code = code;
    this.doing = doing;
    this.because = because;
    this.fix = fix;
    this.issues = issues;
  }
}
