import type { Intent, ParseContext } from '../intent.ts';
import { readTaskSet } from '../details/task-set.ts';
import { unquote } from '../text/quotes.ts';
import type { Recogniser } from './clause.ts';

const SHOW =
  /^(?:show|list|display|view|see|print|give|get|read|tell|fetch|check|review|look at|pull up|bring up)(?: me)?(?: out)? (?=\S)/iu;
const FIND =
  /^(?:find|search|look|filter)(?: me)?(?: (?:for|by|through|in))? (?:(?:all|my|the|any) )*(?:(?:tasks?|items?|todos?) )?(?:(?:about|for|with|containing|named|called|matching|mentioning) )?(.+)$/iu;
const WHAT =
  /^(?:(?:so )?what(?: (?:is|are|else is|tasks? (?:is|are|do)|all)|['’]?s|['’]?re)?|which(?: (?:of my )?(?:tasks?|ones?)(?: (?:are|is|do))?)?|which are) (?=\S)/iu;
const HOW_MANY = /^(?:how many|count(?: up)?|what(?: is|['’]?s) the number of|number of) (?=\S)/iu;
const ANY =
  /^(?:do i have|have i got|are there|is there|are any of|have i) (?:any(?:thing)?|some(?:thing)?|more|other)? ?(?=\S)/iu;
/** What is left of a question about what is still to be done, and about what was. */
const TO_DO =
  /^(?:do i |should i |must i |have i got |i |do we )?(?:still |currently )?(?:need(?: to)?|have(?: to| got to)?|supposed to|gotta|got)? ?(?:still )?(?:to )?(?:do|get done|work on|complete|finish|left|left to do|to do|todo|next|pending|remains?|remaining|outstanding|on my (?:plate|list|agenda)|up next|still (?:left|open|pending))(?: (?:left|next|still))?(?: (?:on my (?:list|plate)))?(?: (.+))?$/iu;
const HAVE_DONE =
  /^(?:have i|i have|i['’]ve|did i|i|had i)? ?(?:already |just )?(?:completed?|done|finish(?:ed)?|do|accomplish(?:ed)?|get done|gotten done|checked off|ticked off)(?: (?:so far|already|yet|today so far))?$/iu;
const BARE = /^(?:list|agenda|list tasks?|overdue|pending|completed)$/iu;

/** Everything that only looks: "show me all my tasks", "what's pending?", "what do I need to do today?". */
export const list: Recogniser = (clause, context) => {
  const { text } = clause;
  if (text.length > 200) return undefined;
  if (BARE.test(text)) return listed(`${text.replace(/^(?:list|agenda)(?: tasks?)?$/iu, '')} tasks`, context);
  return shown(text, context) ?? asked(text, context) ?? found(text, context) ?? named(text, context);
};

function shown(text: string, context: ParseContext): Intent | undefined {
  const verb = SHOW.exec(text)?.[0];
  if (verb === undefined) return undefined;
  const rest = text.slice(verb.length).replace(/^about /iu, '');
  const question = /^(?:what|which|how many) ?/iu.test(rest) ? asked(rest, context) : undefined;
  const set = readTaskSet(rest, context, true);
  return (
    question ??
    (set && (set.named || set.narrowed || /^(?:everything|all|all of them)$/iu.test(rest))
      ? { type: 'list', filter: set.filter }
      : undefined)
  );
}

function asked(text: string, context: ParseContext): Intent | undefined {
  const count = HOW_MANY.exec(text)?.[0] ?? ANY.exec(text)?.[0];
  if (count !== undefined) return listed(text.slice(count.length).replace(/^(?:more |other )/iu, ''), context, true);
  const what = WHAT.exec(text)?.[0];
  if (what === undefined) return undefined;
  const rest = text.slice(what.length);
  if (HAVE_DONE.test(rest)) return { type: 'list', filter: { status: 'completed' } };
  const todo = TO_DO.exec(rest);
  if (todo) {
    const set = todo[1] === undefined ? undefined : readTaskSet(todo[1], context);
    if (todo[1] !== undefined && !set) return undefined;
    return { type: 'list', filter: { ...set?.filter, status: 'pending' } };
  }
  return listed(rest.replace(/^(?:are|is|do|did) /iu, ''), context, true);
}

function listed(text: string, context: ParseContext, question = false): Intent | undefined {
  const set = readTaskSet(text.replace(/^anything /iu, ''), context);
  if (!set || !(set.named || set.narrowed)) return undefined;
  // Who asks how many tasks there are wants the open ones counted too: all of them.
  return question && !set.named && !set.narrowed ? undefined : { type: 'list', filter: set.filter };
}

function found(text: string, context: ParseContext): Intent | undefined {
  const rest = FIND.exec(text)?.[1];
  if (rest === undefined) return undefined;
  const set = readTaskSet(rest, context, true);
  if (set?.narrowed) return { type: 'list', filter: set.filter };
  const words = (unquote(rest) ?? rest.replace(/ (?:tasks?|items?)$/iu, '').replace(/^(?:the|my) /iu, '')).trim();
  return /[\p{L}\p{N}]/u.test(words) && words.length <= 100
    ? { type: 'list', filter: { status: 'all', q: words } }
    : undefined;
}

/** No verb at all: "my tasks", "tasks due before Friday". */
function named(text: string, context: ParseContext): Intent | undefined {
  const set = readTaskSet(text, context);
  return set?.named && /\b(?:tasks|todos|to-dos|items|reminders|list)\b/iu.test(text)
    ? { type: 'list', filter: set.filter }
    : undefined;
}
