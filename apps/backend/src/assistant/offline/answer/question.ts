import type { Intent, TaskWish } from '../intent.ts';

type Ambiguous = Extract<Intent, { type: 'ambiguous' }>;

const VERBS: Readonly<Record<TaskWish['type'], string>> = {
  complete: 'complete',
  delete: 'delete',
  reopen: 'reopen',
  show: 'show',
  update: 'change',
};

/** What a wish does, as a verb: "Which task should I delete?" */
export function verbOf({ type }: TaskWish): string {
  return VERBS[type];
}

/** What to ask where a request lacks something. Nothing has been done for it. */
export function questionFor({ missing, wish, text }: Ambiguous): string {
  const said = `“${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`;
  const verb = wish ? verbOf(wish) : 'change';
  switch (missing) {
    case 'title':
      return 'What is the task called?';
    case 'task':
      return `Which task should I ${verb}? Tell me its number or its title, for example “${verb} task 3”.`;
    case 'change':
      return 'What should change? For example: “change task 3 to ‘Call Mom’”, “move task 3 to Friday”, “make task 3 urgent”.';
    case 'certainty':
      return `I am not sure what to do about ${said}, so I changed nothing. Please name the task by its number, or say “add a task to …” for a new one.`;
    case 'recurrence':
      return 'Tasks repeat daily, weekly, monthly or yearly; I know no other repetition, so I changed nothing. For example: “every Monday”.';
    case 'date':
      return `I can’t make out the date in ${said}, so I changed nothing. For example: “tomorrow at 5pm”, “next Friday”, “2026-12-24”.`;
    case 'shortness':
      return 'A title has at most 200 characters. Please shorten it; I changed nothing.';
    default:
      return `I am not sure what to make of ${said}, so I changed nothing. Please ask for one thing at a time.`;
  }
}
