import type { Intent, ParseContext, TaskReference, TaskWish } from './intent.ts';
import type { Recollection } from './history.ts';
import { taskDetails } from './details/task-details.ts';
import { matching } from './text/matches.ts';
import { readMentions } from './text/mentions.ts';

/**
 * Reads a message as the answer to an open question, if there is one: "the second one" after "which task should I delete?"
 * becomes that deletion. Every other message stays what it is.
 */
export function followUp(
  intents: readonly Intent[],
  { text, recollection, context }: { text: string; recollection: Recollection; context: ParseContext },
): readonly Intent[] {
  const [intent] = intents;
  if (!intent || intents.length > 1) return intents;
  const { openWish, titleAsked } = recollection;
  if (titleAsked && (intent.type === 'unknown' || intent.type === 'foreign')) return named(text, context) ?? intents;
  if (!openWish) return intents;
  const all = allOf(text, openWish, context);
  if (all) return [all];
  if (intent.type !== 'pick' && intent.type !== 'unknown') return intents;
  const task = chosen(intent, text, context);
  return task ? [{ ...openWish, task }] : intents;
}

function named(text: string, context: ParseContext): readonly Intent[] | undefined {
  const details = taskDetails(text.trim(), context);
  return 'task' in details ? [{ type: 'add', task: details.task }] : undefined;
}

/** "All of them", "both". */
function allOf(text: string, wish: TaskWish, { lastTasks }: ParseContext): Intent | undefined {
  const many = wish.type === 'delete' ? 'delete_many' : wish.type === 'complete' ? 'complete_many' : undefined;
  const plain = text.trim().replace(/[.!,]+$|,? please[.!]*$/giu, '');
  if (!many || lastTasks.length < 2 || (readMentions(plain) !== 'shown' && !/^all(?: of them)?$/iu.test(plain)))
    return undefined;
  const references = lastTasks.map(({ id }) => ({ by: 'number', number: id }) as const);
  return { type: many, selection: { of: 'references', references } };
}

/** A title is looked for among the tasks that were shown first: "the one with Bob". */
function chosen(intent: Intent, text: string, { lastTasks }: ParseContext): TaskReference | undefined {
  const picked = intent.type === 'pick' ? intent.task : undefined;
  if (picked?.by === 'number') return picked;
  const title = picked ?? { title: text.trim(), whole: true };
  const hits = title.title.length <= 200 ? matching(lastTasks, title) : [];
  const [only] = hits;
  if (only && hits.length === 1) return { by: 'number', number: only.id };
  // Asked without a list, the person may name any task.
  return picked && lastTasks.length === 0 ? picked : undefined;
}
