/** One line that a process has printed. */
export interface LogLine {
  readonly process: string;
  readonly stream: 'stdout' | 'stderr';
  /** Without its line break. */
  readonly line: string;
  /** ISO 8601, when it was read. */
  readonly at: string;
}
