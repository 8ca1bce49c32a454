const MINUTE_MS = 60_000;

/** A moment on the wall clock of some zone: `2026-11-21` and `17:05`. */
export interface WallTime {
  readonly date: string;
  readonly time: string;
}

/** What clocks of this zone show at a moment. */
export function wallTimeOf(moment: Date, timeZone: string): WallTime {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/**
 * The moment at which clocks of this zone show that. A time that is skipped when summer begins means the one an hour later; one that
 * comes twice means the first.
 *
 * @returns undefined when it is no date or no time
 */
export function momentOf({ date, time }: WallTime, timeZone: string): Date | undefined {
  const asUtc = new Date(`${date}T${time}:00Z`);
  // Half a date is one to JavaScript.
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(asUtc.getTime())) return undefined;
  const before = offsetMinutes(new Date(asUtc.getTime() - 24 * 60 * MINUTE_MS), timeZone);
  const after = offsetMinutes(new Date(asUtc.getTime() + 24 * 60 * MINUTE_MS), timeZone);
  // Of the offsets around a change of clocks, the first that leads back to the same wall time is meant.
  for (const offset of [before, after]) {
    const moment = new Date(asUtc.getTime() - offset * MINUTE_MS);
    if (wallTimeOf(moment, timeZone).time === time) return moment;
  }
  return new Date(asUtc.getTime() - before * MINUTE_MS);
}

/** The date some days later; dates have no zone. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative when that is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (24 * 60 * MINUTE_MS));
}

/** Whether the runtime knows a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return formatter(name) !== undefined;
  } catch {
    return false;
  }
}

/** Minutes by which clocks of the zone are ahead of UTC then. */
function offsetMinutes(moment: Date, timeZone: string): number {
  const { date, time } = wallTimeOf(moment, timeZone);
  return Math.round((Date.parse(`${date}T${time}:00Z`) - moment.getTime()) / MINUTE_MS);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it; the few zones that one process sees are kept. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const kept = formatters.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  if (formatters.size >= 100) formatters.clear();
  formatters.set(timeZone, made);
  return made;
}
