import { ManifestError } from '../error.ts';

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for the numbers from `min` on. */
  readonly words?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  // Sunday is 0 only: the CronJob controller's parser refuses 7.
  { name: 'day of the week', min: 0, max: 6, words: DAYS },
];
const NAMED = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
/** A Go duration. */
const EVERY = /^@every (([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h))+$/;

/**
 * Refuses a schedule that the API server would refuse: five fields as in crontab(5), `@hourly` and its like, or
 * `@every 90m`. A time zone is a field of its own in a CronJob. What it takes only because its parser does not look
 * closely is refused too: `*-5`, `+1`, a negative duration.
 *
 * @param component in a message: `cron job "nightly"`
 * @throws {ManifestError} `BAD_COMPONENT`
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function checkSchedule(component: string, schedule: string): void {
  const because = faultOf(schedule);
  if (because === undefined) return;
  throw new ManifestError('BAD_COMPONENT', {
    doing: `make the ${component} with the schedule ${JSON.stringify(schedule)}`,
    because,
    fix: 'write minute, hour, day of the month, month and day of the week, such as "0 3 * * *", or "@daily"',
  });
}

function faultOf(schedule: string): string | undefined {
  if (/^(TZ|CRON_TZ)=/.test(schedule)) return 'a schedule has no time zone: that is the option timeZone';
  if (schedule.startsWith('@'))
    return NAMED.test(schedule) || EVERY.test(schedule) ? undefined : 'there is no schedule of that name';
  const parts = schedule.split(/[ \t\r\n]+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) return `it has ${parts.length} fields instead of ${FIELDS.length}`;
  const bad = FIELDS.find((field, index) => !(parts[index] as string).split(',').every((item) => fits(item, field)));
  return bad && `its ${bad.name} is none from ${bad.min} to ${bad.max}`;
}

/** One item of a field: `*`, `5`, `1-5`, each with a step: `0-30/10`. */
function fits(item: string, field: Field): boolean {
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !(/^[0-9]+$/.test(step) && Number(step) > 0))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  if (ends.length > 2 || !ends.every((end) => end >= field.min && end <= field.max)) return false;
  const [from = 0, to = from] = ends;
  return from <= to;
}

function numberOf(text: string, { min, words = [] }: Field): number {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return min + word;
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
}
