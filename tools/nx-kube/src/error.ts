/** Everything that stops the plugin itself; what a library stops for carries that library's own code. */
export type PluginErrorCode =
  | 'BAD_STACK'
  | 'BAD_TARGET'
  | 'BUILD_FAILED'
  | 'CONTEXT_MISMATCH'
  | 'DATABASE_SWITCH'
  | 'INVALID_MANIFEST'
  | 'KUBERNETES_TOO_OLD'
  | 'MISSING_SECRET'
  | 'NO_INGRESS'
  | 'NO_PROGRAM'
  | 'NO_ROOM'
  | 'NO_STACK'
  | 'NO_WATCH'
  | 'NO_WORKSPACE'
  | 'NOT_READY'
  | 'NOT_STOPPED'
  | 'OUTPUT_FILE'
  | 'OUTPUT_FOLDER'
  | 'RUNS_ALREADY'
  | 'SMOKE_FAILED'
  | 'UNKNOWN_ENVIRONMENT'
  | 'USAGE';

/** What we were doing, what stopped it, what to do about it: clauses without a full stop. */
export interface ErrorParts {
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
}

/** The only error that the plugin throws on purpose; the foreign error, if any, is its `cause`. */
export class PluginError extends Error {
  readonly code: PluginErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;

  constructor(code: PluginErrorCode, parts: ErrorParts, cause?: unknown) {
    super(`could not ${parts.doing}: ${parts.because} (fix: ${parts.fix})`, cause === undefined ? {} : { cause });
    this.name = 'PluginError';
    this.code = code;
    this.doing = parts.doing;
    this.because = parts.because;
    this.fix = parts.fix;
  }
}

/** An error as data: what a report prints and `--output json` writes. */
export interface ErrorReport extends ErrorParts {
  readonly code: string;
}

/**
 * Reads any thrown value. The errors of our libraries all carry `code`, `doing`, `because` and `fix`; anything else is a
 * defect and says so.
 */
export function describeError(error: unknown): ErrorReport {
  const parts = error as Partial<Record<keyof ErrorReport, unknown>> | undefined;
  const { code, doing, because, fix } = parts ?? {};
  if ([code, doing, because, fix].every((part) => typeof part === 'string')) {
    const issues = issueLines(error);
    return { code, doing, because: issues.length > 0 ? issues.join('\n') : because, fix } as ErrorReport;
  }
  return {
    code: 'UNEXPECTED',
    doing: 'finish',
    because: error instanceof Error ? error.message : String(error),
    fix: 'run again with NX_KUBE_TRACE=1 for the place in the code, and report it: this is a defect of nx-kube',
  };
}

/** The single faults of an error that collects several, such as all bad values of an environment. */
function issueLines(error: unknown): string[] {
  const { issues } = error as { issues?: readonly { path: string; value?: unknown; rule: string; fix: string }[] };
  return (issues ?? []).map(({ path, value, rule, fix }) => {
    const found = value === undefined ? '' : `, and is ${JSON.stringify(value)}`;
    return `${path} ${rule}${found} (${fix})`;
  });
}
