import type { AssistantTurn } from '../../assistant.ts';
import { dueWords } from '../answer/due-words.ts';
import { refusalOf } from '../answer/refusal.ts';
import { count, taskLine } from '../answer/task-words.ts';
import type { ListFilter } from '../intent.ts';
import { listedTasks } from '../known-task.ts';
import { say, useTool, type Step } from './step.ts';

const MOST_SHOWN = 20;

/** Shows the tasks of a filter with their numbers. */
export async function* listTasks(turn: AssistantTurn, filter: ListFilter): Step {
  const byDate = filter.due_before !== undefined && filter.sort === undefined ? { sort: 'due_date' } : {};
  const call = yield* useTool(turn, 'list_tasks', { ...filter, ...byDate, limit: MOST_SHOWN });
  const listed = listedTasks(call);
  if (!listed) {
    yield say(refusalOf(call));
    return;
  }
  const { tasks, total } = listed;
  const kind = kindOf(filter, turn);
  if (total === 0) {
    yield say(`You have no${kind.before} tasks${kind.after}.`);
    return;
  }
  const first = total > tasks.length ? ` Here are the first ${tasks.length}:` : ':';
  const head = `You have ${count(total, kind.before.trim())}${kind.after}`;
  const lines = tasks.map((task) => taskLine(task, turn));
  yield say([`${head}${first === ':' ? ':' : `.${first}`}`, ...lines].join('\n'));
}

/** What the tasks have in common, before and behind the word "tasks". */
export function kindOf(
  { status, priority, tag, due_before, due_after, q }: ListFilter,
  { now, timeZone }: Pick<AssistantTurn, 'now' | 'timeZone'>,
): { readonly before: string; readonly after: string } {
  const before = [status === 'all' ? '' : ` ${status}`, priority ? ` ${priority}-priority` : ''].join('');
  const after = [
    tag === undefined ? '' : ` tagged #${tag}`,
    due_before === undefined ? '' : dueKind({ due_before, due_after }, now, timeZone),
    q === undefined ? '' : ` about “${q}”`,
  ].join('');
  return { before, after };
}

function dueKind(
  { due_before, due_after }: { due_before: string; due_after: string | undefined },
  now: Date,
  timeZone: string,
): string {
  if (due_before === now.toISOString()) return ' that are overdue';
  // The range ends at a midnight; people name the day before it.
  const last = dueWords(new Date(Date.parse(due_before) - 60_000).toISOString(), now, timeZone);
  if (due_after === undefined) return ` due by ${last}`;
  const first = dueWords(new Date(Date.parse(due_after)).toISOString(), now, timeZone).replace(' at 00:00', '');
  return first === last ? ` due ${last}` : ` due from ${first} to ${last}`;
}
