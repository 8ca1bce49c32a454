import type { ParseContext, TaskEdit } from '../intent.ts';
import { isDatePhrase } from '../dates/phrase.ts';
import { readDate } from '../dates/read-date.ts';
import { firstDue } from '../details/due.ts';
import { priorityOf } from '../details/priority.ts';
import { takeRecurrence } from '../details/recurrence.ts';
import { isTag, plainTag } from '../details/tags.ts';
import { cover, unquote } from '../text/quotes.ts';
import type { SaidEdit } from './update.ts';

/** Reads one way of asking for a change. */
type EditForm = (text: string, context: ParseContext) => SaidEdit | undefined;

/** Matches a pattern outside quotation marks, and gives its groups as they were written. */
function match(pattern: RegExp, text: string): readonly (string | undefined)[] | undefined {
  const indices = new RegExp(pattern, `${pattern.flags}d`).exec(cover(text))?.indices;
  return indices?.map((place) => place && text.slice(place[0], place[1]));
}

const SET = String.raw`(?:set|change|update|edit|make|modify|adjust|correct|raise|lower|increase|decrease|put|move|mark|flag)`;
const FIELD = String.raw`(?:title|name|description|notes?|priority|due date|due|deadline|date|tags?)`;
const PRIORITY = String.raw`(high|highest|top|urgent|important|critical|medium|normal|low|lowest|unimportant)`;
const OF_FIELD = new RegExp(
  String.raw`^${SET} (?:the )?(${FIELD}) (?:of|for|on) (.+?)(?: to be| to| as|:| =)(?: |$)(.+)$`,
  'isu',
);
const ITS_FIELD = new RegExp(
  String.raw`^${SET} (.+?)(?:['’]s|s['’])? (${FIELD})(?: to be| to| as|:| =)(?: |$)(.+)$`,
  'isu',
);
const NOTE =
  /^(?:add|attach|write|put) (?:a |an |the |this )?(?:description|notes?|details?|comment) (?:to|for|on) (.+?)(?::| saying| that says|,) ?(.+)$/isu;
const NOTE_LAST =
  /^(?:add|attach) (?:the |a |this )?(?:description|note|details?) (.+) to ((?:the )?task .+|#?\d+|the .+ task)$/isu;
const AS_PRIORITY = new RegExp(
  String.raw`^${SET} (.+?)(?: to| as| be)? (?:an? |very |the )?${PRIORITY}(?:[ -]priority)?$`,
  'iu',
);
const PRIORITISE = /^(?:(de)?prioriti[sz]e) (.+)$/iu;
const MOVE =
  /^(?:move|reschedule|postpone|delay|push|push back|defer|shift|schedule|bring forward|change|set)(?: the)? (.+?) (?:to|until|till|for|on|by) (.+)$/iu;
const IS_DUE = /^(.+?) (?:is|are) (?:now )?due (.+)$/iu;
const MAKE_DUE = /^(?:make|set|change) (.+?) (?:to be )?due (.+)$/iu;
const NO_DUE = /^(?:remove|delete|clear|drop) (?:the )?(?:due date|deadline|date|due) (?:of|from|for|on) (.+)$/iu;
const NO_DESCRIPTION = /^(?:remove|delete|clear|drop) (?:the )?(?:description|notes?) (?:of|from|for|on) (.+)$/iu;
const STOP_REPEATING =
  /^(?:make (.+) (?:stop repeating|not repeat)|stop repeating (.+)|(?:remove|delete|clear|cancel) (?:the )?(?:recurrence|repetition) (?:of|from|for|on) (.+))$/iu;
const REPEAT = /^(?:make |set |let )?(.+?) (?:to )?(?:repeat|recur|come back|recurring)s? (.+)$/iu;
const REPEAT_FIRST = /^repeat (.+?) ((?:every|each|daily|weekly|monthly|yearly|annually|once).*)$/iu;
const TAG_TASK = /^(?:tag|label) (.+?) (?:with|as) (.+)$/iu;
const ADD_TAG = /^add (?:the )?(?:tags? |labels? )?(#?\S+(?:(?:, | and |, and )#\S+)*) (?:tag )?to (.+)$/iu;
const REMOVE_TAG = /^(?:remove|delete|drop|take) (?:the )?(?:tags? |labels? )?(#?\S+) (?:tag )?(?:from|off) (.+)$/iu;
const RENAME =
  /^(?:rename|retitle|reword|rephrase|change|update|edit|modify|correct|replace) (.+?)(?: to (?:say |read |be )?|: ?| into | as | with | -> | => )(.+)$/isu;
const SHOULD_SAY = /^(.+?) should (?:say|read|be called|be named|be titled) (.+)$/isu;
const BARE = /^(?:rename|retitle|change|update|edit|modify|reschedule|move|postpone) (.+)$/iu;

const TASK_LIKE =
  /^(?:the |my )?(?:tasks?|items?|todos?|number|#) ?|^#?\d+$|\b(?:task|item|todo|reminder|one)$|^["“'‘«`]|^(?:it|that|this)(?: task)?$|^the (?:first|second|third|last)\b/iu;
const MAX_TITLE = 200;

const edit = (task: string | undefined, change: SaidEdit['change']): SaidEdit => ({ task: task ?? '', change });

/** The forms, most particular first: "change the priority of task 1 to high" renames nothing. */
export const editForms: readonly EditForm[] = [
  (text, context) => {
    const found = match(OF_FIELD, text);
    return found ? ofField(found[2], found[1] ?? '', { value: found[3] ?? '', context }) : undefined;
  },
  (text, context) => {
    const found = match(ITS_FIELD, text);
    return found ? ofField(found[1], found[2] ?? '', { value: found[3] ?? '', context }) : undefined;
  },
  (text) => {
    const note = match(NOTE, text);
    if (note) return edit(note[1], { description: plain(note[2]) });
    const last = match(NOTE_LAST, text);
    return last ? edit(last[2], { description: plain(last[1]) }) : undefined;
  },
  (text) => taken(match(NO_DUE, text), { due_at: null, recurrence: null }),
  (text) => taken(match(NO_DESCRIPTION, text), { description: null }),
  (text) => taken(match(STOP_REPEATING, text), { recurrence: null }),
  (text) => {
    const found = match(AS_PRIORITY, text);
    const priority = priorityOf(found?.[2] ?? '');
    return found && priority ? edit(found[1], { priority }) : undefined;
  },
  (text) => {
    const found = match(PRIORITISE, text);
    return found ? edit(found[2], { priority: found[1] === undefined ? 'high' : 'low' }) : undefined;
  },
  repeating,
  tagging,
  (text, context) => {
    const found = match(MOVE, text) ?? match(MAKE_DUE, text) ?? match(IS_DUE, text);
    if (!found || !isDatePhrase((found[2] ?? '').trim())) return undefined;
    return edit(found[1]?.replace(/ due date$/iu, ''), due(found[2] ?? '', context));
  },
  (text) => {
    const found = match(RENAME, text) ?? match(SHOULD_SAY, text);
    return found && TASK_LIKE.test(found[1] ?? '') ? edit(found[1], renaming(found[2] ?? '')) : undefined;
  },
  (text) => {
    const found = match(BARE, text);
    return found && TASK_LIKE.test(found[1] ?? '') ? edit(found[1], 'change') : undefined;
  },
];

function taken(found: readonly (string | undefined)[] | undefined, change: TaskEdit): SaidEdit | undefined {
  return found ? edit(found[1] ?? found[2] ?? found[3], change) : undefined;
}

function ofField(
  task: string | undefined,
  field: string,
  { value, context }: { value: string; context: ParseContext },
): SaidEdit | undefined {
  const name = field.toLowerCase();
  if (name === 'title' || name === 'name') return edit(task, renaming(value));
  if (/^(?:desc|note)/u.test(name)) return edit(task, { description: plain(value) });
  if (name.startsWith('tag')) return edit(task, tagsOf(value) ?? 'change');
  if (name === 'priority') {
    const priority = priorityOf(value.replace(/[ -]priority$/iu, ''));
    return edit(task, priority ? { priority } : 'change');
  }
  return edit(task, isDatePhrase(value.trim()) ? due(value, context) : 'date');
}

function due(phrase: string, { now, timeZone }: ParseContext): SaidEdit['change'] {
  const date = readDate(phrase.trim(), now, timeZone);
  return date ? { due_at: date.at.toISOString() } : 'date';
}

function renaming(value: string): SaidEdit['change'] {
  const title = plain(value).trim();
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(title)) return 'change';
  return Array.from(title).length > MAX_TITLE ? 'shortness' : { title };
}

function plain(value: string | undefined): string {
  const text = (value ?? '').trim();
  return unquote(text) ?? text;
}

/** A series needs a date: without one it begins with its first round. */
function repeating(text: string, context: ParseContext): SaidEdit | undefined {
  const found = match(REPEAT_FIRST, text) ?? match(REPEAT, text);
  if (!found || !TASK_LIKE.test(found[1] ?? '')) return undefined;
  const { recurrence, unknown, rest } = takeRecurrence(found[2] ?? '');
  if (!recurrence || unknown) return edit(found[1], 'recurrence');
  const date = isDatePhrase(rest) ? readDate(rest, context.now, context.timeZone)?.at : undefined;
  if (!date && rest !== '') return edit(found[1], 'recurrence');
  return edit(found[1], { recurrence, due_at: (date ?? firstDue(recurrence, context)).toISOString() });
}

function tagging(text: string): SaidEdit | undefined {
  const tagged = match(TAG_TASK, text);
  if (tagged && TASK_LIKE.test(tagged[1] ?? '')) return edit(tagged[1], tagsOf(tagged[2] ?? '') ?? 'change');
  const added = match(ADD_TAG, text);
  const named = /^add (?:the )?(?:tags?|labels?) |^add (?:the )?#| tag to /iu.test(text);
  if (added && named && TASK_LIKE.test(added[2] ?? '')) return edit(added[2], tagsOf(added[1] ?? '') ?? 'change');
  const removed = match(REMOVE_TAG, text);
  const unnamed = !/^\S+ (?:the )?(?:(?:tags?|labels?) |#)| tag (?:from|off) /iu.test(text);
  if (!removed || unnamed || !TASK_LIKE.test(removed[2] ?? '')) return undefined;
  const tag = plainTag(removed[1] ?? '');
  return edit(removed[2], isTag(tag) ? { removeTags: [tag] } : 'change');
}

function tagsOf(value: string): TaskEdit | undefined {
  const tags = value.split(/, (?:and )?| and | & | (?=#)/iu).map((word) => plainTag(unquote(word) ?? word));
  return tags.length > 0 && tags.length <= 10 && tags.every(isTag) ? { addTags: tags } : undefined;
}
