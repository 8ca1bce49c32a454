const WEEKDAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thur|thurs|fri)`;
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const COUNT = String.raw`(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?|a couple of|\d{1,3})`;
const UNIT = String.raw`(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)`;
const DAY_PART = String.raw`(?:morning|afternoon|evening|night)`;
const HOUR = String.raw`(?:[01]?\d|2[0-4])`;

/** A time of day that needs no "at": 5pm, 17:00, noon. */
const CLOCK = String.raw`(?:${HOUR}(?::[0-5]\d)? ?[ap]\.?m\b\.?|${HOUR}:[0-5]\d|noon|midnight)`;
const TIME = String.raw`(?:(?:at|by|around|before|@) ?(?:${CLOCK}|${HOUR}(?: o['’]clock)?(?![\d:.,%/-]\d|\w))|${CLOCK}|(?:in the|this) ${DAY_PART})`;
const RELATIVE = String.raw`(?:in|within) (?:${COUNT}) ${UNIT}|(?:${COUNT}) ${UNIT} from now`;
const DAY = [
  '(?:the )?day after tomorrow',
  `(?:today|tomorrow|tmrw|tonight)(?: ${DAY_PART})?`,
  RELATIVE,
  String.raw`(?:(?:this|next|coming|this coming) )?${WEEKDAY}(?! \d)(?: next week)?(?: ${DAY_PART})?`,
  '(?:next|this) (?:week|month|year|weekend)',
  'the weekend',
  '(?:the )?end of (?:the |this |next )?(?:day|week|month|year)|eod',
  String.raw`${MONTH}\.? \d{1,2}(?:st|nd|rd|th)?(?!\d|:)(?:,? \d{4})?`,
  String.raw`(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? \d{4})?`,
  String.raw`\d{4}-\d{2}-\d{2}`,
  String.raw`\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?`,
  String.raw`the \d{1,2}(?:st|nd|rd|th)`,
].join('|');
const BEFORE = String.raw`(?:(?:due |scheduled )?(?:on|by|before|until|till|for|from|starting|due|@) |due:? )?`;

/**
 * The pattern of a date as people write it into a to-do, with the preposition before it. Closed on purpose: a library that
 * finds dates anywhere makes one of "sun cream" and "a second opinion".
 */
const PHRASE = String.raw`${BEFORE}(?:(?:${DAY})(?:,? ${TIME})?|${TIME}(?:,? (?:on )?(?:${DAY}))?)`;
const ANYWHERE = new RegExp(String.raw`(?<![\p{L}\p{N}#/.:-])${PHRASE}(?![\p{L}\p{N}/-])`, 'giu');
const WHOLE = new RegExp(`^${PHRASE}$`, 'iu');
/** Words that make a date of what follows even in the middle of a title. */
const MARKED = /^(?:due|scheduled|on|by|before|until|till|at|in|within|tomorrow|today|tonight|this|next|@)/iu;

/** Where a date stands in a text. */
export interface DatePlace {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Whether the whole text is a date. */
export function isDatePhrase(text: string): boolean {
  return text.length <= 80 && WHOLE.test(text);
}

/**
 * The last date of a text that is one for certain: at its end, at its start, or behind a preposition. "Read the Monday report"
 * has none.
 */
export function findDatePhrase(text: string): DatePlace | undefined {
  const places = [...text.matchAll(ANYWHERE)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
  return places.findLast(
    ({ start, end, text: phrase }) => MARKED.test(phrase) || start === 0 || /^[\s.,;:!?)]*$/u.test(text.slice(end)),
  );
}
