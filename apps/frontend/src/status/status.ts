/** The parts of the application, in the order in which they are shown. */
export const PARTS = ['frontend', 'backend', 'database', 'mcp'] as const;

/** One part of the application. */
export type Part = (typeof PARTS)[number];

/** What a probe found. `unknown`: the part that could tell did not answer. */
export interface PartStatus {
  readonly status: 'ok' | 'down' | 'unknown';
  /** How long the answer took; absent when there was none. */
  readonly latencyMs?: number;
  /** One clause for people, without addresses; present unless `ok`. */
  readonly because?: string;
}

/** The body of `GET /status`. */
export type Status = Readonly<Record<Part, PartStatus>>;

/** Parts that are not up, in order. */
export function partsNotOk(status: Status): Part[] {
  return PARTS.filter((part) => status[part].status !== 'ok');
}
