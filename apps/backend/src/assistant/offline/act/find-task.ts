import type { AssistantTurn } from '../../assistant.ts';
import { verbOf } from '../answer/question.ts';
import { refusalOf } from '../answer/refusal.ts';
import { count, taskLine } from '../answer/task-words.ts';
import type { TaskReference, TaskWish } from '../intent.ts';
import { listedTasks, type ShownTask } from '../known-task.ts';
import { matching, searchText } from '../text/matches.ts';
import { say, useTool, type Step } from './step.ts';

const MOST_SHOWN = 10;
const ALL = 1000;

/**
 * Finds the one task that a title means. No hit and several hits are said, the latter as a question, and give undefined.
 *
 * @param wish what is to be done: a task that is done already is not one that "complete the milk task" can mean, if another is
 */
export async function* findTask(
  turn: AssistantTurn,
  reference: Extract<TaskReference, { by: 'title' }>,
  wish: TaskWish,
): Step<ShownTask | undefined> {
  const tasks = yield* listAll(turn, { q: searchText(reference.title) });
  if (!tasks) return undefined;
  const hits = matching(tasks, reference);
  const open = wish.type === 'complete' ? hits.filter(({ completed }) => completed !== true) : hits;
  const meant = open.length > 0 ? open : hits;
  const [only] = meant;
  if (only && meant.length === 1) return only;
  yield say(only ? whichOne(meant, wish, turn) : `I found no task like “${reference.title}”. Nothing was changed.`);
  return undefined;
}

/** Finds a task by its number, where more than its number is needed. */
export async function* findNumbered(turn: AssistantTurn, number: number): Step<ShownTask | undefined> {
  const tasks = yield* listAll(turn, {});
  const task = tasks?.find(({ id }) => id === number);
  if (tasks && !task) yield say(`There is no task #${number} in your list. Say “show my tasks” to see the numbers.`);
  return task;
}

async function* listAll(turn: AssistantTurn, filter: { readonly q?: string }): Step<readonly ShownTask[] | undefined> {
  const call = yield* useTool(turn, 'list_tasks', { ...filter, limit: ALL });
  const listed = listedTasks(call);
  if (!listed) yield say(refusalOf(call));
  return listed?.tasks;
}

function whichOne(tasks: readonly ShownTask[], wish: TaskWish, turn: AssistantTurn): string {
  const lines = tasks.slice(0, MOST_SHOWN).map((task) => taskLine(task, turn));
  if (tasks.length > MOST_SHOWN) lines.push(`• … and ${tasks.length - MOST_SHOWN} more`);
  return [`I found ${count(tasks.length)}:`, ...lines, `Which one should I ${verbOf(wish)}?`].join('\n');
}
