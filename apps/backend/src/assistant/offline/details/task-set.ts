import type { ListFilter, ParseContext, Priority } from '../intent.ts';
import { unquote } from '../text/quotes.ts';
import { dueRange } from './due-range.ts';
import { priorityOf } from './priority.ts';
import { isTag, plainTag } from './tags.ts';

/** A filter while it is read. */
interface Draft {
  status?: ListFilter['status'];
  priority?: Priority;
  tag?: string;
  due_before?: string;
  due_after?: string;
  q?: string;
  sort?: NonNullable<ListFilter['sort']>;
  order?: NonNullable<ListFilter['order']>;
}

/** Takes a part off the front of the text into the draft; gives what is left, or undefined when there is no such part. */
type Reader = (text: string, draft: Draft, context: ParseContext) => string | undefined;

const NOUN =
  /^(?:tasks?|to-?dos?|to do items|items?|reminders?|things|stuff|everything|(?:to-?do|to do|task) ?lists?|list)(?= |$)/iu;
const ARTICLES =
  /^(?:all|every|each|any|just|only|of|the|my|our|current|a list of|a|full|whole|entire|me|that|which|are|is|i|have|has|['’]ve|got|still|currently|there|left|to do|todo|do|on my list|in my list|on the list|on my plate|been|were|was|please|so far|already|yet|ones|with|need|needs)(?= |$)/iu;
const PENDING =
  /^(?:pending|open|remaining|incomplete|uncompleted|unfinished|outstanding|active|undone|not (?:yet )?(?:done|completed?|finished)|to be done|unchecked)(?= |$)/iu;
const COMPLETED = /^(?:completed?|done|finished|checked(?: off)?|closed|ticked(?: off)?)(?= |$)/iu;
const PRIORITY =
  /^(?:with )?(?:an? )?(?:priority:? )?(high(?:est)?|top|urgent|important|critical|medium|normal|low(?:est)?)(?:[ -]priority| in priority)?(?= |$)/iu;
const TAGGED =
  /^(?:(?:tagged|labell?ed)(?: (?:as|with))?|with (?:the )?(?:tag|label)|in (?:the )?category|tag) (\S+)(?= |$)/iu;
const HASH = /^(?:tagged |with |for |in )?#(\S+)(?= |$)/iu;
const ABOUT =
  /^(?:(?:that |which )?(?:about|containing?|mentioning|matching|named|called|with the words?|with the text|contains?|mentions?|say|for|like)) (.+)$/iu;
const SORT =
  /^,? ?(?:(?:sorted|ordered|sort|order|in order of|arranged)(?: by)?|by) (?:the |their )?(due(?: date)?s?|deadlines?|dates?|priority|priorities|titles?|names?|alphabet(?:ically)?|importance)(?: (asc|desc|ascending|descending|reversed?))?(?= |$)/iu;
const ALPHABETICAL = /^(?:alphabetically|in alphabetical order)(?= |$)/iu;

const status =
  (pattern: RegExp, value: ListFilter['status']): Reader =>
  (text, draft) => {
    const found = pattern.exec(text);
    // "Completed" and "pending" at once is nothing that can be listed.
    if (!found || (draft.status !== undefined && draft.status !== value)) return undefined;
    draft.status = value;
    return text.slice(found[0].length);
  };

const READERS: readonly Reader[] = [
  status(PENDING, 'pending'),
  status(COMPLETED, 'completed'),
  (text, draft, context) => {
    const range = dueRange(text, context);
    if (!range || draft.due_before !== undefined || draft.due_after !== undefined) return undefined;
    const { length, ...due } = range;
    Object.assign(draft, due);
    return text.slice(length);
  },
  (text, draft) => {
    const found = PRIORITY.exec(text);
    const priority = priorityOf(found?.[1] ?? '');
    if (!found || !priority || draft.priority) return undefined;
    draft.priority = priority;
    return text.slice(found[0].length);
  },
  (text, draft) => {
    const found = HASH.exec(text) ?? TAGGED.exec(text);
    const tag = plainTag(unquote(found?.[1] ?? '') ?? found?.[1] ?? '');
    if (!found || draft.tag !== undefined || !isTag(tag)) return undefined;
    draft.tag = tag;
    return text.slice(found[0].length);
  },
  (text, draft) => {
    const found = SORT.exec(text);
    if (found) Object.assign(draft, sorting(found[1] ?? '', found[2]));
    return found ? text.slice(found[0].length) : undefined;
  },
  (text, draft) => {
    const found = ALPHABETICAL.exec(text);
    if (found) draft.sort = 'title';
    return found ? text.slice(found[0].length) : undefined;
  },
  (text) => afterMatch(text, ARTICLES),
];

function afterMatch(text: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(text);
  return found ? text.slice(found[0].length) : undefined;
}

function sorting(by: string, direction: string | undefined): Pick<Draft, 'sort' | 'order'> {
  const sort = /^(?:due|dead|date)/iu.test(by) ? 'due_date' : /^(?:prio|impor)/iu.test(by) ? 'priority' : 'title';
  const reversed = direction !== undefined && /^(?:desc|rev)/iu.test(direction);
  // "By priority" means what matters most first; the tool's own order is from low to high.
  return { sort, order: reversed || (sort === 'priority' && direction === undefined) ? 'desc' : 'asc' };
}

const MAX_PARTS = 24;

/** Which tasks are meant by "my pending #home tasks due tomorrow". */
export interface TaskSet {
  readonly filter: ListFilter;
  /** Something narrows the set down. */
  readonly narrowed: boolean;
  /** The word "tasks", or one like it, was said. */
  readonly named: boolean;
}

/**
 * Reads a set of tasks. Every word has to be understood: of "all tasks except the first" nothing is read.
 *
 * @param words whether words before "tasks" that are no filter are looked for in the titles ("my meeting tasks")
 */
export function readTaskSet(given: string, context: ParseContext, words = false): TaskSet | undefined {
  const draft: Draft = {};
  let named = false;
  let text = given.trim();
  for (let parts = 0; text !== ''; parts++) {
    if (parts > MAX_PARTS) return undefined;
    const noun = named ? undefined : afterMatch(text, NOUN);
    const left = noun ?? readPart(text, draft, context) ?? readSubject(text, draft, { named, words });
    if (left === undefined) return undefined;
    if (noun !== undefined) named = true;
    text = left.replace(/^[ ,]+(?:and (?=#|with|due|tagged))?/u, '');
  }
  const { status = draft.due_before === undefined ? 'all' : 'pending', ...rest } = draft;
  const narrowed = Object.keys(draft).some((field) => field !== 'sort' && field !== 'order');
  return { filter: { status, ...rest }, narrowed, named };
}

function readPart(text: string, draft: Draft, context: ParseContext): string | undefined {
  for (const reader of READERS) {
    const left = reader(text, draft, context);
    if (left !== undefined) return left;
  }
  return undefined;
}

/** "about the garden" behind the noun, "garden" before it. */
function readSubject(
  text: string,
  draft: Draft,
  { named, words }: { named: boolean; words: boolean },
): string | undefined {
  const about = named && draft.q === undefined ? ABOUT.exec(text)?.[1]?.trim() : undefined;
  if (about !== undefined && about.length <= 100 && !/\b(?:except|but|not|unless|if)\b/iu.test(about)) {
    draft.q = unquote(about) ?? about.replace(/^(?:the|my) /iu, '');
    return '';
  }
  const before =
    words && !named
      ? /^([\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,40}) (?=(?:tasks|items|todos|reminders)(?: |$))/iu.exec(text)
      : null;
  if (
    !before ||
    draft.q !== undefined ||
    /^(?:other|except|but|not|non|old|wrong|few|some|two|three|five|ten|\d+)$/iu.test(before[1] ?? '')
  )
    return undefined;
  draft.q = before[1] ?? '';
  return text.slice(before[0].length);
}
