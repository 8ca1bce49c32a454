import { collapseSpaces, cover } from './quotes.ts';

/** A place where one request may end and another begin; group 1 is its mark. */
const SEPARATOR = /(\n|;|[.!?](?= ))|,? (?:and )?then(?=[ ,])|,? (?:and(?: also)?|also|plus|&)(?= )|,(?= )/giu;
const LOOK_AHEAD = 160;

const POLITE = String.raw`(?:(?:please|also|then|and|can you|could you|now|just),? )*`;
const NUMBERED = String.raw`(?:the )?(?:tasks?|items?|todos?|number|reminder)? ?#?\d`;
const NAMED = String.raw`(?:the|my|that|this) (?:\S+ ){0,5}(?:task|todo|item|reminder|one)\b`;
const ANY = String.raw`(?:that|it|all|everything|both|them)\b|\u{e000}|tasks?\b`;
const ACT = String.raw`(?:mark|complete|finish|check off|tick off|delete|remove|erase|cancel|discard|rename|change|update|edit|set|move|reschedule|postpone|reopen|make|tag|show(?: me)?|prioriti[sz]e)`;
const ADD = String.raw`(?:add|create|make|set) (?:a |an |another |the |new |one |high[- ]priority |urgent )*(?:tasks?|todos?|to-dos?|reminders?|items?)\b|remind me (?:to|about|of)\b|(?:i|we) (?:need|have|must|finished|completed|did)\b|i['’]ve \S|new task\b`;
const LIST = String.raw`(?:show|list|display|view|give)(?: me)? (?:all|my|the|every|pending|completed|tasks)|what['’]?s (?:pending|left|next)|what (?:do|have|are|is)\b|how many`;
const REFUSAL = String.raw`(?:don['’]?t|do not|never ?mind|actually|wait|just kidding|forget (?:it|that)|cancel that|no,|not )`;
const CHAT = String.raw`(?:hi|hello|hey|thanks|thank you|thx|cheers|help|please)\b`;

const start = (...parts: string[]): RegExp => new RegExp(`^${POLITE}(?:${parts.join('|')})`, 'iu');
/** Behind "and" or a comma only what can't be a part of the title before it: "wash the car and delete the old photos". */
const EXPLICIT = start(`${ACT} (?:${NUMBERED}|${NAMED}|${ANY})`, ADD, LIST, REFUSAL);
/** Behind the end of a sentence any request. */
const ANYTHING = start(
  `${ACT} `,
  ADD,
  LIST,
  REFUSAL,
  CHAT,
  'add ',
  'clear ',
  'task #?\\d',
  'drop ',
  "don['’]?t forget",
);
const BARE_ADD = start('add (?!it |that |him |her |them )');

/**
 * Cuts a message into the requests in it. A cut needs a request behind it, so "buy milk, eggs, and bread" stays one; nothing
 * is cut inside quotation marks. A message without requests is one clause.
 */
export function clausesOf(message: string): readonly string[] {
  const text = collapseSpaces(message);
  const covered = cover(text);
  const clauses: string[] = [];
  let from = 0;
  for (const found of covered.matchAll(SEPARATOR)) {
    const behind = found.index + found[0].length;
    if (found.index < from || !cuts(covered, { from, found, behind })) continue;
    // The mark stays: "?" says that what is before it is a question.
    clauses.push(text.slice(from, found.index + (found[1]?.trim() ?? '').length).trim());
    from = behind;
  }
  clauses.push(text.slice(from).trim());
  return clauses.filter((clause) => clause !== '');
}

function cuts(covered: string, place: { from: number; found: RegExpExecArray; behind: number }): boolean {
  const { from, found, behind } = place;
  const next = covered.slice(behind, behind + LOOK_AHEAD).trimStart();
  if (found[1] !== undefined) return ANYTHING.test(next);
  const adding = BARE_ADD.test(covered.slice(from, from + LOOK_AHEAD).trimStart());
  return EXPLICIT.test(next) || (adding && BARE_ADD.test(next));
}
