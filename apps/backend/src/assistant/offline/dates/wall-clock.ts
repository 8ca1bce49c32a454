/** What a clock on the wall shows, and the calendar beside it. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Making a formatter costs a hundred times what using it costs; there are about 600 zones, each in any mixture of cases. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const name = timeZone.toLowerCase();
  const known = formatters.get(name);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric });
  formatters.set(name, made);
  return made;
}

/** The zone if there is one of that name, else UTC. */
export function knownTimeZone(timeZone: string): string {
  try {
    formatterFor(timeZone);
    return timeZone;
  } catch {
    return 'UTC';
  }
}

/** What the clocks in a zone show at a moment. */
export function wallClock(moment: Date, timeZone: string): WallClock {
  const parts = formatterFor(timeZone).formatToParts(moment);
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value('year'),
    month: value('month'),
    day: value('day'),
    hour: value('hour'),
    minute: value('minute'),
  };
}

/** A wall clock as if it stood in Greenwich; days and months may be out of range and are carried over. */
export function asUtc({ year, month, day, hour, minute }: WallClock): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/**
 * The moment at which the clocks in a zone show this. A time that the spring change leaves out is as much later; of a time
 * that comes twice in autumn one is meant, and which one never changes.
 */
export function momentOf(wall: WallClock, timeZone: string): Date {
  const utc = asUtc(wall);
  const offsetAt = (moment: number): number =>
    asUtc(wallClock(new Date(moment), timeZone)) - Math.floor(moment / 60_000) * 60_000;
  const first = utc - offsetAt(utc);
  const second = utc - offsetAt(first);
  if (first === second || utc - offsetAt(second) === second) return new Date(second);
  return new Date(Math.max(first, second));
}

/** The same wall clock, so many days later. */
export function plusDays(wall: WallClock, days: number): WallClock {
  const moved = new Date(asUtc({ ...wall, day: wall.day + days }));
  return { ...wall, year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** 0 for Sunday to 6. */
export function weekdayOf(wall: WallClock): number {
  return new Date(asUtc(wall)).getUTCDay();
}
