/** Lowest and highest value of each field of a schedule, and the names that stand for values. */
const FIELDS = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { low: 0, high: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const satisfies readonly Field[];

interface Field {
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

/**
 * Whether a CronJob takes this text as its schedule.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function isSchedule(text: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  if (/^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return true;
  const fields = text.trim().split(/ +/);
  return (
    fields.length === FIELDS.length && FIELDS.every((field, index) => fields[index]?.split(',').every(isRange(field)))
  );
}

/** A step from 2 to 10, as `2-10/2`: a star, a value, or two of them, and how many at a time. */
function isRange({ low, high, names }: Field): (text: string) => boolean {
  const valueOf = (text: string): number => {
    const name = names.indexOf(text.toLowerCase());
    if (name >= 0) return name + low;
    return /^\d+$/.test(text) ? Number(text) : NaN;
  };
  return (text) => {
    const [range = '', step, ...rest] = text.split('/');
    if (rest.length > 0 || (step !== undefined && !(Number(step) > 0))) return false;
    if (range === '*' || range === '?') return true;
    const [from = '', to = from, ...more] = range.split('-');
    return more.length === 0 && valueOf(from) >= low && valueOf(to) <= high && valueOf(from) <= valueOf(to);
  };
}
