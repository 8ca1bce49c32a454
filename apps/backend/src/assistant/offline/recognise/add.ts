import type { Intent, ParseContext, Priority } from '../intent.ts';
import { isDatePhrase } from '../dates/phrase.ts';
import { priorityOf } from '../details/priority.ts';
import { taskDetails } from '../details/task-details.ts';
import type { Recogniser } from './clause.ts';

const NOUN = String.raw`(?:tasks?|to-?dos?|to do|items?|reminders?|entry)`;
const KIND = String.raw`(?:an? |another |the |one |this |new |(high|low|medium|top)[- ]priority |(urgent|important) )*`;
const NAMED = String.raw`(?: (?:to my (?:to-?do |task )?list|to the list|for me))?(?: (?:to|called|named|titled|for|saying|that says|about|of)(?= )|:| -|,)? ?`;
const ADD_TASK = new RegExp(
  String.raw`^(?:add|create|make|set(?: up)?|new|insert|write down|put down|log|start|schedule|give me|record|note down|save|open)(?: me)? ${KIND}${NOUN}\b${NAMED}(.*)$`,
  'isu',
);
const ADD_TO_LIST =
  /^(?:add|put|stick|throw|place|write|include|note)(?: down)? (.+?) (?:to|on|onto|in|into) (?:my|the|our) (?:(?:to-?do|to do|task|tasks|shopping|reminder)s? ?)?(?:list|tasks|todos)(.*)$/isu;
const ADD = /^(?:add|create|jot down|note down|write down|schedule)(?::| ) ?(.+)$/isu;
const NEW = /^(?:new|another) (?:task|to-?do|item|reminder)(?::| -| to)? ?(.*)$/isu;
const LABEL = /^(?:task|to-?do|reminder|note to self|todo item)(?::| -) ?(.*)$/isu;
const REMIND =
  /^(?:remind me|give me a reminder|send me a reminder|ping me|nudge me)(?: (.{1,60}?))?(?: to| about| that i (?:need|have) to| of|:)(?= )(.*)$/isu;
const REMEMBER =
  /^(?:remember|(?:do not|don['’]?t|never) (?:let me )?forget)(?: that i (?:need|have) to| to)(?= )(.*)$/isu;
const NEED =
  /^(?:i|we)(?:['’]ve| have)? (?:also |really |still |just |urgently )*(?:need|have|must|gotta|got|ought)(?: to)? (?:remember to |make sure to |not forget to )?(.+)$/isu;
const NEED_TO =
  /^(?:i|we)(?:['’]ve| have)? (?:also |really |still |just |urgently )*(?:need to|have to|have got to|must|gotta|got to|ought to) /iu;
const BARE =
  /^(?:add|create|new|schedule|remind me|remember)$|^(?:add|create|make) (?:a |an |another |new )*(?:task|todo|to-do|item|reminder)s?$/iu;
/** Not an addition: arithmetic, somebody to a group, a tag to a task. */
const NOT_ADD =
  /^(?:up|to|it|that|this|these|those|him|her|them|us|me)\b|\bto (?:the )?(?:task|#?\d+$|the .+ task$)|^(?:an? |the )?(?:tag|label|note|description|due date|deadline|comment)s?\b/iu;
/** "I need to delete task 3" is a wish about a task, or one more task: it has to be asked. */
const ABOUT_TASKS =
  /^(?:delete|remove|erase|complete|finish|mark|check off|change|rename|update|edit|reopen|move|reschedule|cancel|clear|undo|do|know|ask|see|find out) (?:.{0,40} )?(?:tasks?\b|#\d|everything|all of (?:it|them)|what\b|which\b|it$|that$|them$)/iu;
const NOT_A_TASK =
  /^(?:help|you|know|go|be|say|ask|think about it|do (?:it|that|this|something|nothing)|stop|a|an|the|no|nothing)$|^you to /iu;
const LEADING_DATE = /^((?:\S+ ){0,5}?\S+?),? (?=remind me\b|i (?:need|have) to\b|add\b|create\b)/iu;

/** "Add a task to buy groceries", "remind me to call Mom at 5pm", "I need to buy milk, eggs, and bread". */
export const add: Recogniser = (clause, context) => {
  const text = dateLast(clause.text);
  if (BARE.test(text)) return missing('title', text);
  const task = ADD_TASK.exec(text);
  if (task) return adding(task[3] ?? '', { context, text, priority: priorityOf(task[1] ?? task[2] ?? '') });
  const remind = REMIND.exec(text);
  if (remind) return reminding(remind, text, context);
  const labelled = NEW.exec(text) ?? LABEL.exec(text) ?? REMEMBER.exec(text);
  if (labelled) return adding(labelled[1] ?? '', { context, text });
  const listed = ADD_TO_LIST.exec(text);
  if (listed) return adding(`${listed[1]}${listed[2]}`, { context, text });
  if (NEED_TO.test(text)) return needing(NEED.exec(text)?.[1] ?? '', text, context);
  const plain = ADD.exec(text)?.[1];
  if (plain === undefined) return undefined;
  return NOT_ADD.test(plain) ? missing('certainty', text) : adding(plain, { context, text });
};

function missing(what: 'title' | 'certainty', text: string): Intent {
  return { type: 'ambiguous', missing: what, text };
}

function adding(
  words: string,
  { context, text, priority }: { context: ParseContext; text: string; priority?: Priority | undefined },
): Intent {
  const details = taskDetails(words.trim(), context);
  if ('missing' in details) return { type: 'ambiguous', missing: details.missing, text };
  return { type: 'add', task: priority ? { ...details.task, priority } : details.task };
}

/** "Remind me tomorrow at 5pm to call Mom": the date stands before the title. */
function reminding([, before = '', words = '']: RegExpExecArray, text: string, context: ParseContext): Intent {
  if (before === '') return adding(words, { context, text });
  return isDatePhrase(before) || /^(?:every|each|daily|weekly)\b/iu.test(before)
    ? adding(`${words} ${before}`, { context, text })
    : missing('certainty', text);
}

function needing(words: string, text: string, context: ParseContext): Intent {
  if (ABOUT_TASKS.test(words) || NOT_A_TASK.test(words.trim())) return missing('certainty', text);
  return adding(words, { context, text });
}

/** "Tomorrow remind me to call Mom" with its date where the others have it. */
function dateLast(text: string): string {
  const date = LEADING_DATE.exec(text.slice(0, 80));
  if (!date || !isDatePhrase(date[1] ?? '')) return text;
  return `${text.slice(date[0].length)} ${date[1]}`;
}
