/** Root causes, most upstream first: what is listed earlier explains what is listed later. */
export const diagnosisCodes = [
  'POD_SECURITY',
  'QUOTA',
  'ADMISSION',
  'SERVICE_ACCOUNT_MISSING',
  'POD_NOT_CREATED',
  'CONFIG_MISSING',
  'IMAGE_NAME',
  'IMAGE_NEVER_PULL',
  'IMAGE_NOT_FOUND',
  'IMAGE_AUTH',
  'IMAGE_PULL',
  'UNSCHEDULABLE_MEMORY',
  'UNSCHEDULABLE_CPU',
  'UNSCHEDULABLE',
  'VOLUME',
  'OUT_OF_MEMORY',
  'CONTAINER_START',
  'INIT_CRASH',
  'CRASH',
  'PROBE_STARTUP',
  'PROBE_LIVENESS',
  'PROBE_READINESS',
  'EVICTED',
  'NOT_READY',
] as const;

/** One root cause. */
export type DiagnosisCode = (typeof diagnosisCodes)[number];

/** Why a workload does not get ready. */
export interface Diagnosis {
  readonly code: DiagnosisCode;
  /** Which object, for people: `Pod todo-app/backend-5d9, container migrate`. */
  readonly object: string;
  readonly because: string;
  readonly fix: string;
  /** The container's own last lines, oldest first. */
  readonly logs?: readonly string[];
  /** True when waiting longer can't help. */
  readonly terminal: boolean;
}

/** A cause as the pure rules see it; whoever waits decides by `graceSeconds` when it becomes terminal. */
export interface Finding {
  readonly code: DiagnosisCode;
  readonly object: string;
  readonly because: string;
  readonly fix: string;
  /** How long this may stand before it counts as terminal; Infinity for what only a timeout ends. */
  readonly graceSeconds: number;
  /** Whose log tells more. */
  readonly log?: { readonly pod: string; readonly container: string; readonly previous: boolean };
}

/** Findings by rank, one per code: siblings that fail alike are one cause. */
export function rankFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number => diagnosisCodes.indexOf(finding.code);
  const sorted = findings.toSorted((a, b) => rank(a) - rank(b));
  return sorted.filter((finding, index) => sorted.findIndex(({ code }) => code === finding.code) === index);
}
