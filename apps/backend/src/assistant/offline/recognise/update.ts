import type { Intent, ParseContext, TaskEdit } from '../intent.ts';
import { readMention } from '../text/mention.ts';
import { refer } from '../text/refer.ts';
import type { Recogniser } from './clause.ts';
import { editForms } from './edits.ts';

/** A change as it was said: which task, and what about it. */
export interface SaidEdit {
  readonly task: string;
  readonly change: TaskEdit | 'change' | 'date' | 'recurrence' | 'shortness';
}

/** "Change task 1 to 'Call mom tonight'", "make task 3 urgent", "move the meeting task to Friday". */
export const update: Recogniser = ({ text }, context) => {
  for (const form of editForms) {
    const said = form(text, context);
    if (said) return intentOf(said, text, context);
  }
  return undefined;
};

function intentOf({ task: words, change }: SaidEdit, text: string, context: ParseContext): Intent {
  if (typeof change === 'string') return { type: 'ambiguous', missing: change, text };
  const mention = readMention(words);
  const task = mention && refer(mention, context);
  const wish = { type: 'update', change } as const;
  return task ? { ...wish, task } : { type: 'ambiguous', wish, missing: 'task', text: words };
}
