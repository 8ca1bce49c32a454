import type { ParseContext, TaskReference } from '../intent.ts';
import { readMention } from '../text/mention.ts';
import { refer } from '../text/refer.ts';
import type { Recogniser } from './clause.ts';

const NUMBER = /^(?:(?:task|number|no\.?|option) )?(#)?(\d{1,9})$/iu;
const MEANT = /^(?:i (?:mean|meant)|it['’]?s|that['’]?s|the answer is) /iu;

/** An answer to "which one?": "3", "the second one", "the one with Bob". By itself it asks for nothing. */
export const pick: Recogniser = (clause, context) => {
  const text = clause.text.replace(MEANT, '');
  const bare = NUMBER.exec(text);
  if (bare) return { type: 'pick', task: numbered(Number(bare[2]), bare[1] !== undefined, context) };
  if (!/^(?:the|my|that|this|task|item)\b|^(?:first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th))\b/iu.test(text))
    return undefined;
  if (text.split(' ').length > 6) return undefined;
  const mention = readMention(text);
  const task = mention && refer(mention, context);
  return task && { type: 'pick', task };
};

/** A bare number is a task's number; where no shown task has it, it counts the shown ones. */
function numbered(number: number, marked: boolean, { lastTasks }: ParseContext): TaskReference {
  const known = marked || lastTasks.some(({ id }) => id === number);
  const counted = known ? undefined : lastTasks.at(number - 1);
  return { by: 'number', number: number > 0 && counted ? counted.id : number };
}
