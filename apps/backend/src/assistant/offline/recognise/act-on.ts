import type { Intent, ParseContext, TaskWish } from '../intent.ts';
import { readMention } from '../text/mention.ts';
import { readMentions } from '../text/mentions.ts';
import { readTaskSet } from '../details/task-set.ts';
import { refer, referAll } from '../text/refer.ts';

const EMPTY = /^(?:an? |the |some |one |my )?(?:tasks?|items?|todos?|reminders?|one|something)?$/iu;
const MANY = /^(?:all|every|everything|each)\b|\b(?:tasks|items|todos|to-dos|reminders|everything|list)\b/iu;

/** How a wish is carried out on one task, and on several, if it can be. */
interface Wishes {
  readonly one: TaskWish;
  readonly many?: 'complete_many' | 'delete_many';
}

/**
 * The intent to do something with the tasks that `words` name: one, several, or all of a kind. What can't be told becomes a
 * question, never a guess.
 */
export function actOn(words: string, { one, many }: Wishes, context: ParseContext): Intent {
  const unclear = (missing: 'task' | 'certainty'): Intent => ({ type: 'ambiguous', wish: one, missing, text: words });
  const text = words.trim();
  if (EMPTY.test(text)) {
    // "Delete the task" may be the one that was spoken of.
    const only = /^the /iu.test(text) ? refer({ by: 'last' }, context) : undefined;
    return only ? { ...one, task: only } : unclear('task');
  }
  const mentions = readMentions(text);
  if (mentions) {
    const selection = referAll(mentions, context);
    return many && selection ? { type: many, selection } : unclear('task');
  }
  const set =
    many && MANY.test(text) ? readTaskSet(text.replace(/^(?:all|every) one of /iu, 'all '), context, true) : undefined;
  if (many && set && (set.named || /^(?:all|everything)\b/iu.test(text)))
    return { type: many, selection: { of: 'filter', filter: set.filter } };
  if (MANY.test(text) && /^(?:all|every|each)\b/iu.test(text)) return unclear('certainty');
  const mention = readMention(text);
  if (!mention) return unclear('task');
  const task = refer(mention, context);
  return task ? { ...one, task } : unclear('task');
}
