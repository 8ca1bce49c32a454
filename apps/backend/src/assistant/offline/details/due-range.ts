import type { ParseContext } from '../intent.ts';
import { isDatePhrase } from '../dates/phrase.ts';
import { readDate } from '../dates/read-date.ts';
import { momentOf, plusDays, wallClock, weekdayOf, type WallClock } from '../dates/wall-clock.ts';

/** Between which moments tasks are due, and how many characters said so. */
export interface DueRange {
  readonly due_after?: string;
  readonly due_before: string;
  readonly length: number;
}

const OVERDUE = /^(?:overdue|late|past due|past their due date)(?= |$)/iu;
const MARK = /^(?:(?:that (?:are|is) )?due(?: date)?|for|scheduled(?: for)?|on|from)? ?/iu;
const MAX_WORDS = 6;

/** The range that a text begins with: "overdue", "today", "due before Friday", "this week's". */
export function dueRange(given: string, context: ParseContext): DueRange | undefined {
  const overdue = OVERDUE.exec(given);
  if (overdue) return { due_before: context.now.toISOString(), length: overdue[0].length };
  const mark = MARK.exec(given)?.[0] ?? '';
  const ending = /^(?:before|by|until|within) /iu.exec(given.slice(mark.length))?.[0] ?? '';
  const phrase = longestPhrase(given.slice(mark.length + ending.length));
  if (!phrase) return undefined;
  const [first, last] = daysOf(phrase.text, context) ?? [];
  if (!first || !last) return undefined;
  const { timeZone } = context;
  const start = momentOf(first, timeZone).toISOString();
  const end = momentOf(plusDays(last, 1), timeZone).toISOString();
  const length = mark.length + ending.length + phrase.length;
  if (/^before/iu.test(ending)) return { due_before: start, length };
  return ending === '' ? { due_after: start, due_before: end, length } : { due_before: end, length };
}

/** The longest beginning, in whole words, that is a date. */
function longestPhrase(text: string): { readonly text: string; readonly length: number } | undefined {
  const words = text.split(' ', MAX_WORDS);
  for (let count = words.length; count > 0; count--) {
    const said = words.slice(0, count).join(' ');
    const phrase = said.replace(/['’]s$/u, '');
    if (/^(?:this|next) (?:week|month|year)$/iu.test(phrase) || isDatePhrase(phrase))
      return { text: phrase, length: said.length };
  }
  return undefined;
}

/** First and last day, both at midnight. */
function daysOf(phrase: string, { now, timeZone }: ParseContext): readonly [WallClock, WallClock] | undefined {
  const today = { ...wallClock(now, timeZone), hour: 0, minute: 0 };
  const monday = plusDays(today, -((weekdayOf(today) + 6) % 7));
  const first = { ...today, day: 1 };
  switch (phrase.toLowerCase()) {
    case 'this week':
      return [monday, plusDays(monday, 6)];
    case 'next week':
      return [plusDays(monday, 7), plusDays(monday, 13)];
    case 'this weekend':
    case 'the weekend':
      return [plusDays(monday, 5), plusDays(monday, 6)];
    case 'this month':
      return [first, plusDays({ ...first, month: first.month + 1 }, -1)];
    case 'next month':
      return [plusDays({ ...first, month: first.month + 1 }, 0), plusDays({ ...first, month: first.month + 2 }, -1)];
    case 'this year':
      return [
        { ...first, month: 1 },
        { ...first, month: 12, day: 31 },
      ];
    default: {
      const date = readDate(phrase, now, timeZone);
      const day = date && { ...wallClock(date.at, timeZone), hour: 0, minute: 0 };
      return day && [day, day];
    }
  }
}
