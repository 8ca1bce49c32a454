import type { ParseContext, Selection, TaskReference } from '../intent.ts';
import type { Mention } from './mention.ts';
import type { Mentions } from './mentions.ts';

/** The task that a mention means in this conversation; undefined when "that task" may be several, or none. */
export function refer(mention: Mention, { lastTasks }: ParseContext): TaskReference | undefined {
  switch (mention.by) {
    case 'number':
    case 'title':
      return mention;
    case 'last':
      return lastTasks.length === 1 ? numbered(lastTasks[0]) : undefined;
    default:
      return numbered(lastTasks.at(mention.position > 0 ? mention.position - 1 : mention.position));
  }
}

function numbered(task: ParseContext['lastTasks'][number] | undefined): TaskReference | undefined {
  return task && { by: 'number', number: task.id };
}

/** The tasks that several mentions mean; undefined when one of them can't be told. */
export function referAll(mentions: Mentions, context: ParseContext): Selection | undefined {
  if (mentions === 'shown') {
    const references = context.lastTasks.map(({ id }) => ({ by: 'number', number: id }) as const);
    return references.length > 0 ? { of: 'references', references } : undefined;
  }
  const references = mentions.map((mention) => refer(mention, context));
  return references.every((reference) => reference !== undefined) ? { of: 'references', references } : undefined;
}
