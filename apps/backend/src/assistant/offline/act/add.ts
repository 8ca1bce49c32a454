import type { AssistantTurn } from '../../assistant.ts';
import { refusalOf } from '../answer/refusal.ts';
import { detailWords, nameOf } from '../answer/task-words.ts';
import type { NewTaskWish } from '../intent.ts';
import { touchedTask } from '../known-task.ts';
import { say, useTool, type Step } from './step.ts';

/** Adds a task, and says its number and what was understood about it. */
export async function* addTask(turn: AssistantTurn, task: NewTaskWish): Step {
  const call = yield* useTool(turn, 'add_task', { ...task });
  const added = touchedTask(call);
  yield say(added ? `Added task ${nameOf(added)}${detailWords(task, turn)}.` : refusalOf(call));
}
