/** Which part of the logs somebody wants to see. */
export interface LogChoice {
  readonly follow: boolean;
  /** Last lines of each process; all of them if absent. */
  readonly tail: number | undefined;
  /** Milliseconds since 1970. */
  readonly since: number | undefined;
  readonly only: string | undefined;
  readonly previous: boolean;
}
