import type { Recogniser } from './clause.ts';
import { actOn } from './act-on.ts';

const REOPEN =
  /^(?:reopen|re-open|uncomplete|un-complete|unmark|uncheck|untick|undo|unfinish|reactivate|restore)(?: (.+))?$/iu;
const MARKED =
  /^(?:mark|set|put|move|flag|change) (.+?)(?: back)?(?: as| to)? (?:not (?:yet )?(?:done|completed?|finished)(?: yet)?|incomplete|uncompleted?|undone|unfinished|pending|open)$/iu;

/** "Reopen task 3", "mark task 3 as not done". */
export const reopen: Recogniser = ({ text }, context) => {
  const found = REOPEN.exec(text);
  const words = MARKED.exec(text)?.[1] ?? found?.[1] ?? (found ? '' : undefined);
  return words === undefined ? undefined : actOn(words, { one: { type: 'reopen' } }, context);
};
