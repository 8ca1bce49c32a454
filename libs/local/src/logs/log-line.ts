/** One line that a process has printed. */
export interface LogLine {
  readonly process: string;
  readonly stream: 'stdout' | 'stderr';
  /** Without its line break. */
  readonly line: string;
  /** ISO 8601, when it was read. */
  readonly at: string;
}

/** A line as the file of its process holds it: JSON, with its line break. Pure. */
export function storedLine({ at, stream, line }: Omit<LogLine, 'process'>): string {
  return `${JSON.stringify({ at, stream, line })}\n`;
}

/** Reads a stored line; undefined when it is none, such as the half one that a full disk or a kill left. Pure. */
export function parseStoredLine(process: string, text: string): LogLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const { at, stream, line } = JSON.parse(text) as Partial<LogLine>;
    if (typeof at !== 'string' || typeof line !== 'string') return undefined;
    return { process, at, stream: stream === 'stderr' ? 'stderr' : 'stdout', line };
  } catch {
    return undefined;
  }
}
