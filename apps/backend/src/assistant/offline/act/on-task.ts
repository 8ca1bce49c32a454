import type { AssistantTurn, NamedTask } from '../../assistant.ts';
import { refusalOf } from '../answer/refusal.ts';
import { detailWords, nameOf, taskLine } from '../answer/task-words.ts';
import type { TaskEdit, TaskReference, TaskWish } from '../intent.ts';
import { touchedTask, type ShownTask } from '../known-task.ts';
import { findNumbered, findTask } from './find-task.ts';
import { say, useTool, type Step } from './step.ts';

/** Does what is wished with one task, once it is certain which one that is. */
export async function* actOnTask(turn: AssistantTurn, wish: TaskWish, reference: TaskReference): Step {
  const retags = wish.type === 'update' && (wish.change.addTags ?? wish.change.removeTags) !== undefined;
  const found =
    reference.by === 'title'
      ? yield* findTask(turn, reference, wish)
      : retags || wish.type === 'show'
        ? yield* findNumbered(turn, reference.number)
        : { id: reference.number };
  if (found) yield* act(turn, wish, found);
}

/** A task of which no more than the number may be known. */
type Found = ShownTask | { readonly id: number };

async function* act(turn: AssistantTurn, wish: TaskWish, found: Found): Step {
  switch (wish.type) {
    case 'complete':
      if ('completed' in found && found.completed === true) yield say(`Task ${nameOf(found)} is done already.`);
      else
        yield* change(turn, {
          tool: 'complete_task',
          id: found.id,
          words: (task) => `Completed task ${nameOf(task)}.`,
        });
      break;
    case 'delete':
      yield* change(turn, { tool: 'delete_task', id: found.id, words: (task) => `Deleted task ${nameOf(task)}.` });
      break;
    case 'reopen':
      yield say(`I can’t reopen tasks. Untick the checkbox of task #${found.id} in the list, and it is pending again.`);
      break;
    case 'show':
      yield say('title' in found ? detailsOf(found, turn) : '');
      break;
    case 'update':
      yield* update(turn, found, wish.change);
      break;
  }
}

/** A call that changes one task, and what to say when it is done. */
interface Change {
  readonly tool: string;
  readonly id: number;
  readonly words: (task: NamedTask) => string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

async function* change(turn: AssistantTurn, { tool, id, words, fields }: Change): Step {
  const call = yield* useTool(turn, tool, { task_id: id, ...fields });
  const task = touchedTask(call);
  yield say(task ? words(task) : refusalOf(call));
}

function detailsOf(task: ShownTask, turn: AssistantTurn): string {
  return `${taskLine(task, turn).slice(2)}${task.description ? `\n${task.description}` : ''}`;
}

async function* update(turn: AssistantTurn, found: Found, edit: TaskEdit): Step {
  const { addTags = [], removeTags = [], ...fields } = edit;
  const before = 'tags' in found ? (found.tags ?? []) : [];
  const tags = [...new Set([...before, ...addTags])].filter((tag) => !removeTags.includes(tag));
  const retagged = addTags.length + removeTags.length > 0;
  const words = (task: NamedTask): string =>
    `Updated task ${nameOf(task)}${changeWords(edit, { turn, tags, retagged })}.`;
  yield* change(turn, { tool: 'update_task', id: found.id, words, fields: { ...fields, ...(retagged && { tags }) } });
}

function changeWords(
  { due_at, priority, recurrence, description }: TaskEdit,
  { turn, tags, retagged }: { turn: AssistantTurn; tags: readonly string[]; retagged: boolean },
): string {
  const said = [
    detailWords({ due_at, recurrence, tags: retagged ? tags : [] }, turn),
    // Of a change all priorities are worth saying.
    priority ? `, ${priority} priority` : '',
    due_at === null ? ', no due date' : '',
    recurrence === null && due_at === undefined ? ', does not repeat' : '',
    retagged && tags.length === 0 ? ', no tags' : '',
    description === undefined ? '' : description === null ? ', no description' : `, description “${description}”`,
  ].join('');
  return said === '' ? '' : `:${said.slice(1)}`;
}
