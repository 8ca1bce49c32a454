import { fill } from '../i18n/format.ts';
import type { TasksMessages } from '../i18n/messages.ts';
import type { Outcome } from './task-list.ts';

/** What is said about a change. */
export function outcomeText(outcome: Outcome, texts: TasksMessages): string {
  return fill(templateOf(outcome, texts), { title: outcome.type === 'failed' ? outcome.title : outcome.task.title });
}

function templateOf(outcome: Outcome, texts: TasksMessages): string {
  switch (outcome.type) {
    case 'added':
      return texts.add.added;
    case 'restored':
      return texts.restored;
    case 'removed':
      return texts.removed;
    case 'edited':
      if (outcome.edit.completed === undefined) return texts.saved;
      if (!outcome.edit.completed) return texts.reopened;
      return outcome.task.recurrence === null ? texts.done : texts.nextAdded;
    default:
      return failureTemplate(outcome, texts.problems);
  }
}

function failureTemplate(outcome: Outcome & { type: 'failed' }, problems: TasksMessages['problems']): string {
  if (outcome.code === 'conflict') return problems.changedElsewhere;
  if (outcome.code === 'missing') return problems.goneElsewhere;
  if (outcome.code === 'too-many') return problems.tooMany;
  return { add: problems.notAdded, edit: problems.notSaved, remove: problems.notRemoved }[outcome.doing];
}
