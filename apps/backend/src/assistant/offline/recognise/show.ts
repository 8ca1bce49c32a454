import { readMention } from '../text/mention.ts';
import { refer } from '../text/refer.ts';
import type { Recogniser } from './clause.ts';

const SHOW =
  /^(?:(?:show|display|view|open|see|describe|read|give me|tell me|get|find)(?: me)?(?: (?:the )?(?:details?|more) (?:of|about|on|for))?(?: more)?(?: about)?|what(?: is|['’]?s)(?: in)?|when is|details of|info on) (.+?)(?: due| about| say)?$/iu;

/** "Show task 3", "when is task 3 due?": one task, named so that nothing else can be meant. */
export const show: Recogniser = ({ text }, context) => {
  const named = SHOW.exec(text)?.[1];
  const mention = named === undefined ? undefined : readMention(named);
  if (
    !mention ||
    named === undefined ||
    !/^(?:the |my )?(?:task|item|todo|#|number|first|second|third|last)|\b(?:task|reminder)$/iu.test(named)
  )
    return undefined;
  const task = refer(mention, context);
  return task ? { type: 'show', task } : { type: 'ambiguous', wish: { type: 'show' }, missing: 'task', text };
};
