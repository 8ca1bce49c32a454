import type { AssistantTurn } from '../../assistant.ts';
import { dueWords } from './due-words.ts';

/** What can be said about a task besides its title. */
interface Details {
  readonly due_at?: string | null | undefined;
  readonly priority?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly recurrence?: string | null | undefined;
}

type When = Pick<AssistantTurn, 'now' | 'timeZone'>;

/** "#3 “Buy milk”". */
export function nameOf({ id, title }: { readonly id: number; readonly title: string }): string {
  return `#${id} “${title}”`;
}

/** ", due tomorrow at 17:00, high priority, #home, repeats weekly"; empty when there is nothing to say. */
export function detailWords({ due_at, priority, tags, recurrence }: Details, { now, timeZone }: When): string {
  const past = due_at && Date.parse(due_at) < now.getTime() ? ' (that is past)' : '';
  const words = [
    due_at ? `due ${dueWords(due_at, now, timeZone)}${past}` : '',
    priority !== undefined && priority !== 'medium' ? `${priority} priority` : '',
    ...(tags ?? []).map((tag) => `#${tag}`),
    recurrence ? `repeats ${recurrence}` : '',
  ];
  return words.map((word) => (word === '' ? '' : `, ${word}`)).join('');
}

/** A task in one line of a list. */
export function taskLine(
  task: Details & { readonly id: number; readonly title: string; readonly completed?: boolean | undefined },
  when: When,
): string {
  // "Past" is not said of what is done.
  const due = task.completed ? { ...task, due_at: null } : task;
  return `• #${task.id} ${task.title}${detailWords(due, when)}${task.completed ? ' (done)' : ''}`;
}

/** "1 task", "3 tasks". */
export function count(tasks: number, kind = ''): string {
  return `${tasks} ${kind === '' ? '' : `${kind} `}${tasks === 1 ? 'task' : 'tasks'}`;
}
