import { customType } from 'drizzle-orm/pg-core';

/** A `timestamptz` as the product writes moments: ISO 8601 in UTC with milliseconds. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: isoOf,
});

/**
 * What Postgres prints for a moment, `2026-11-21 12:00:00.123456+00`, as ISO 8601. A session in UTC needs no calendar for it,
 * and a list holds hundreds.
 */
export function isoOf(printed: string): string {
  if (!printed.endsWith('+00') || printed.charAt(4) !== '-') return isoElsewhere(printed);
  const fraction = printed.charAt(19) === '.' ? printed.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000';
  return `${printed.slice(0, 10)}T${printed.slice(11, 19)}.${fraction}Z`;
}

/** The session has another time zone, `+05` or `+05:30`. */
function isoElsewhere(printed: string): string {
  return new Date(printed.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
}
