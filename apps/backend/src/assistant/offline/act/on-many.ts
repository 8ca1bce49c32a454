import type { AssistantTurn, NamedTask } from '../../assistant.ts';
import { refusalOf } from '../answer/refusal.ts';
import { count, nameOf } from '../answer/task-words.ts';
import type { Selection, TaskWish } from '../intent.ts';
import { listedTasks, touchedTask } from '../known-task.ts';
import { matching } from '../text/matches.ts';
import { findTask } from './find-task.ts';
import { kindOf } from './list.ts';
import { say, useTool, type Step } from './step.ts';

const MOST_COMPLETED = 20;
const MOST_DELETED = 100;
const ALL = 1000;

/** Asks before it deletes several tasks: says which ones, and leaves the deed to whoever confirms. */
export async function* deleteMany(turn: AssistantTurn, selection: Selection): Step {
  const tasks = yield* selected(turn, selection, { type: 'delete' });
  if (!tasks || tasks.length === 0) return;
  const part = tasks.slice(0, MOST_DELETED);
  const rest = tasks.length > part.length ? ` (the first ${part.length} of ${tasks.length})` : '';
  const message = `Delete ${count(part.length)}${rest} for good?`;
  yield say(`${message} Please confirm; until then nothing is deleted.`);
  yield { type: 'confirmation', action: 'delete_tasks', message, tasks: part };
}

/** Completes several tasks, one call each. */
export async function* completeMany(turn: AssistantTurn, selection: Selection): Step {
  const open: Selection =
    selection.of === 'filter' ? { of: 'filter', filter: { ...selection.filter, status: 'pending' } } : selection;
  const tasks = yield* selected(turn, open, { type: 'complete' });
  if (!tasks || tasks.length === 0) return;
  if (tasks.length > MOST_COMPLETED) {
    yield say(
      `That would complete ${tasks.length} tasks; I complete ${MOST_COMPLETED} at most at once. Nothing was changed.`,
    );
    return;
  }
  for (const { id } of tasks) {
    const call = yield* useTool(turn, 'complete_task', { task_id: id });
    const done = touchedTask(call);
    yield say(done ? `Completed task ${nameOf(done)}.` : refusalOf(call));
  }
}

/** The tasks meant. Where one of them can't be told, that is said and none is given: half of a wish is another wish. */
async function* selected(
  turn: AssistantTurn,
  selection: Selection,
  wish: TaskWish,
): Step<readonly NamedTask[] | undefined> {
  if (selection.of === 'filter') return yield* filtered(turn, selection.filter);
  const numbers = selection.references.some(({ by }) => by === 'number') ? yield* everything(turn) : [];
  if (!numbers) return undefined;
  const tasks = new Map<number, NamedTask>();
  for (const reference of selection.references) {
    const task =
      reference.by === 'title'
        ? yield* findTask(turn, reference, wish)
        : numbers.find(({ id }) => id === reference.number);
    if (!task && reference.by === 'number')
      yield say(`There is no task #${reference.number} in your list. Nothing was changed.`);
    if (!task) return undefined;
    tasks.set(task.id, { id: task.id, title: task.title });
  }
  return [...tasks.values()];
}

async function* everything(turn: AssistantTurn): Step<readonly NamedTask[] | undefined> {
  const call = yield* useTool(turn, 'list_tasks', { limit: ALL });
  const listed = listedTasks(call);
  if (!listed) yield say(refusalOf(call));
  return listed?.tasks;
}

async function* filtered(
  turn: AssistantTurn,
  filter: Extract<Selection, { of: 'filter' }>['filter'],
): Step<readonly NamedTask[] | undefined> {
  const call = yield* useTool(turn, 'list_tasks', { ...filter, limit: ALL });
  const listed = listedTasks(call);
  if (!listed) {
    yield say(refusalOf(call));
    return undefined;
  }
  // The tool looks for a text in descriptions too; "all meeting tasks" are those called so.
  const tasks = filter.q === undefined ? listed.tasks : matching(listed.tasks, { title: filter.q, whole: false });
  const kind = kindOf(filter, turn);
  if (tasks.length === 0) yield say(`You have no${kind.before} tasks${kind.after}; there is nothing to do.`);
  return tasks.map(({ id, title }) => ({ id, title }));
}
