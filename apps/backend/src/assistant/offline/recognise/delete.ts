import type { Recogniser } from './clause.ts';
import { actOn } from './act-on.ts';

const DELETE =
  /^(?:delete|remove|erase|discard|trash|get rid of|throw (?:away|out)|drop|scrap|scratch|take off|wipe(?: out)?|cancel)(?: (.+))?$/iu;
const CLEAR = /^(?:clear|empty|purge|clean up|clean out|reset)(?: out)? (.+)$/iu;
const TAKE_OFF = /^take (.+) off(?: of)? (?:my|the) (?:list|to-?do list|todos?)$/iu;
/** Things that belong to a task, or to nobody's tasks. */
const NOT_TASKS =
  /^(?:the )?(?:due dates?|deadlines?|dates?|tags?|labels?|descriptions?|notes?|priority|priorities|recurrence|repetition|account|conversations?|chats?|history|my account|this (?:chat|conversation)|#[\p{L}_-]\S*|tag .+|label .+)(?: |$)/iu;

/** "Delete the meeting task", and in one word all of a kind: "clear completed tasks". */
export const remove: Recogniser = ({ text }, context) => {
  const cleared = CLEAR.exec(text)?.[1];
  if (
    cleared !== undefined &&
    !/^(?:all|every|everything|my|the|completed|done|finished|old|pending|overdue)\b/iu.test(cleared)
  )
    return undefined;
  const found = DELETE.exec(text);
  const words = cleared ?? TAKE_OFF.exec(text)?.[1] ?? found?.[1] ?? (found ? '' : undefined);
  if (
    words === undefined ||
    NOT_TASKS.test(words) ||
    /(?:['’]s|\bof|\bfrom) (?:task|#|the .+ task|\d)|['’]s (?:due|tag|desc|note|prio|dead)/iu.test(words)
  )
    return undefined;
  const plain =
    cleared === undefined
      ? words
      : words.replace(/^(?:my |the )?(?:completed|done|finished)(?: ones)?$/iu, 'completed tasks');
  return actOn(plain, { one: { type: 'delete' }, many: 'delete_many' }, context);
};
