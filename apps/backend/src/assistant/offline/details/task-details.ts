import type { Missing, NewTaskWish, ParseContext } from '../intent.ts';
import { leadingQuote } from '../text/quotes.ts';
import { takeDescription } from './description.ts';
import { firstDue, takeDue } from './due.ts';
import { takePriority } from './priority.ts';
import { takeRecurrence } from './recurrence.ts';
import { takeTags } from './tags.ts';
import { readTitle } from './title.ts';

/** A task as its words describe it, or what is wrong with the words. */
export type TaskDetails = { readonly task: NewTaskWish } | { readonly missing: Missing };

const MAX_TITLE = 200;

/**
 * Reads "buy milk tomorrow at 5pm #home, urgent" into a task. A title in quotation marks is kept to the letter, and only what
 * stands behind it is looked at.
 */
export function taskDetails(given: string, context: ParseContext): TaskDetails {
  const quote = leadingQuote(given);
  // What is quoted may be a part of a longer title: add "Dune" to the reading pile.
  const described = takeDescription(quote ? quote.rest : given);
  const tagged = takeTags(described.rest);
  const weighed = takePriority(tagged.rest);
  const repeated = takeRecurrence(weighed.rest);
  if (repeated.unknown) return { missing: 'recurrence' };
  const dated = takeDue(repeated.rest, context);
  if (dated.impossible) return { missing: 'date' };
  // "tomorrow, urgent" has its priority at the end, "urgent tomorrow" has its date there.
  const again = weighed.priority ? { rest: dated.rest, priority: weighed.priority } : takePriority(dated.rest);

  const left = readTitle(again.rest);
  const title = quote ? (left === undefined ? quote.quoted.trim() : readTitle(given)) : left;
  if (title === undefined) return { missing: 'title' };
  if (Array.from(title).length > MAX_TITLE) return { missing: 'shortness' };
  if (quote && left !== undefined) return { task: { title } };
  const due = dated.due ?? (repeated.recurrence && firstDue(repeated.recurrence, context));
  return {
    task: {
      title,
      ...(described.description !== undefined && { description: described.description }),
      ...(due && { due_at: due.toISOString() }),
      ...(again.priority && { priority: again.priority }),
      ...(tagged.tags.length > 0 && { tags: tagged.tags }),
      ...(repeated.recurrence && { recurrence: repeated.recurrence }),
    },
  };
}
