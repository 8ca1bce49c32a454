import type { Recurrence } from '../intent.ts';
import { cutOut, cuttable } from './cut.ts';

const PERIODS: Readonly<Record<string, Recurrence>> = {
  day: 'daily',
  morning: 'daily',
  afternoon: 'daily',
  evening: 'daily',
  night: 'daily',
  daily: 'daily',
  week: 'weekly',
  weekly: 'weekly',
  month: 'monthly',
  monthly: 'monthly',
  year: 'yearly',
  yearly: 'yearly',
  annually: 'yearly',
};
const WEEKDAY = String.raw`(?:mon|tues|wednes|thurs|fri|satur|sun)day`;
const EVERY = new RegExp(
  String.raw`,? ?\b(?:repeat(?:s|ing)? )?(?:every ?|each |once an? |once every )(day|morning|afternoon|evening|night|week|month|year|${WEEKDAY})\b(?! and )`,
  'iu',
);
const PLURAL = new RegExp(String.raw`\bon (${WEEKDAY})s\b(?! and )`, 'iu');
const ADVERB =
  /(?:^|,? )(?:repeat(?:s|ing)? )?(daily|weekly|monthly|yearly|annually)(?=$|,? (?:at|from|starting|on|#|by))/iu;
/** Repetitions that tasks don't have; carrying out something else instead would be wrong. */
const UNKNOWN = new RegExp(
  String.raw`\b(?:every|each) (?:other|second|third|\d+|two|three|four|six|few|couple|hour|minute|weekday|weekend|work|business|quarter)|\b(?:bi-?weekly|fortnightly|hourly|quarterly)\b|\bevery ${WEEKDAY},? and |\btwice an? `,
  'iu',
);

/** How often a task comes back. */
export interface TakenRecurrence {
  readonly recurrence?: Recurrence;
  /** It is a repetition that tasks don't have. */
  readonly unknown?: boolean;
  /** The text without it; "every Monday" leaves its first day: "on Monday". */
  readonly rest: string;
}

/** Finds how often a task comes back. "Read the daily news" doesn't say. */
export function takeRecurrence(given: string): TakenRecurrence {
  const text = cuttable(given);
  if (UNKNOWN.test(text.covered)) return { unknown: true, rest: given };
  const found = EVERY.exec(text.covered) ?? PLURAL.exec(text.covered) ?? ADVERB.exec(text.covered);
  if (!found) return { rest: given };
  const word = (found[1] ?? '').toLowerCase();
  const [start, end] = [found.index, found.index + found[0].length];
  const first = word.endsWith('day') && word !== 'day' ? `on ${word}` : dayPart(word);
  const cut = cutOut(text, start, end).text;
  const rest = first === '' ? cut : `${text.text.slice(0, start).trimEnd()} ${first}${text.text.slice(end)}`.trim();
  return { recurrence: PERIODS[word] ?? 'weekly', rest };
}

function dayPart(word: string): string {
  return ['morning', 'afternoon', 'evening', 'night'].includes(word) ? `in the ${word}` : '';
}
