import { fill } from '../i18n/format.ts';
import type { TasksMessages } from '../i18n/messages.ts';
import type { Toast } from '../ui/toast.tsx';
import type { Outcome, TaskList } from './task-list.ts';

/** What is said about a change, and what can be done about it. */
export function outcomeToast(
  outcome: Outcome,
  { list, texts, tryAgain }: { readonly list: TaskList; readonly texts: TasksMessages; readonly tryAgain: string },
): Toast {
  switch (outcome.type) {
    case 'failed': {
      const text = fill(failureText(outcome, texts.problems), { title: outcome.title });
      const { again } = outcome;
      return again === undefined
        ? { text, tone: 'bad' }
        : { text, tone: 'bad', action: { label: tryAgain, run: again } };
    }
    case 'added':
      return { text: fill(texts.add.added, { title: outcome.task.title }), tone: 'quiet' };
    case 'restored':
      return { text: fill(texts.restored, { title: outcome.task.title }), tone: 'quiet' };
    case 'removed': {
      const run = (): void => list.restore(outcome.task);
      return { text: fill(texts.removed, { title: outcome.task.title }), action: { label: texts.undo, run } };
    }
    default:
      return editToast(outcome, list, texts);
  }
}

function editToast({ task, edit }: Outcome & { type: 'edited' }, list: TaskList, texts: TasksMessages): Toast {
  const { title } = task;
  if (edit.completed === undefined) return { text: fill(texts.saved, { title }), tone: 'quiet' };
  if (!edit.completed) return { text: fill(texts.reopened, { title }), tone: 'quiet' };
  // Not to be undone here: its next occurrence is there already, and would stay.
  if (task.recurrence !== null) return { text: fill(texts.nextAdded, { title }) };
  const run = (): void => list.edit(task, { completed: false });
  return { text: fill(texts.done, { title }), action: { label: texts.undo, run } };
}

function failureText({ code, doing }: Outcome & { type: 'failed' }, problems: TasksMessages['problems']): string {
  if (code === 'conflict') return problems.changedElsewhere;
  if (code === 'missing') return problems.goneElsewhere;
  if (code === 'too-many') return problems.tooMany;
  return { add: problems.notAdded, edit: problems.notSaved, remove: problems.notRemoved }[doing];
}
