import type { AssistantTurn } from '../../assistant.ts';
import { questionFor } from '../answer/question.ts';
import * as texts from '../answer/texts.ts';
import type { Intent, TaskReference } from '../intent.ts';
import { addTask } from './add.ts';
import { listTasks } from './list.ts';
import { completeMany, deleteMany } from './on-many.ts';
import { actOnTask } from './on-task.ts';
import { say, type Step } from './step.ts';

/** Does what an intent asks for, by tools alone, and says what came of it. */
export async function* carryOut(intent: Intent, turn: AssistantTurn): Step {
  switch (intent.type) {
    case 'add':
      yield* addTask(turn, intent.task);
      break;
    case 'list':
      yield* listTasks(turn, intent.filter);
      break;
    case 'complete':
    case 'delete':
    case 'reopen':
    case 'show':
    case 'update':
      yield* actOnTask(turn, intent, intent.task);
      break;
    case 'complete_many':
      yield* completeMany(turn, intent.selection);
      break;
    case 'delete_many':
      yield* deleteMany(turn, intent.selection);
      break;
    case 'pick':
      yield say(wordsForPick(intent.task));
      break;
    default:
      yield say(wordsFor(intent));
  }
}

type Said = Exclude<Intent, { type: 'add' | 'list' | 'complete_many' | 'delete_many' } | { task: unknown }>;

const WORDS: Readonly<Record<Exclude<Said['type'], 'ambiguous' | 'untouched'>, string>> = {
  help: texts.HELP,
  greeting: texts.GREETING,
  thanks: texts.THANKS,
  yes: texts.YES,
  no: texts.NOTHING_CHANGED,
  undo: texts.UNDO,
  empty: texts.EMPTY,
  foreign: texts.FOREIGN,
  unknown: texts.UNKNOWN,
};

/** What needs no tool. */
function wordsFor(intent: Said): string {
  if (intent.type === 'ambiguous') return questionFor(intent);
  return intent.type === 'untouched' ? texts.UNTOUCHED[intent.because] : WORDS[intent.type];
}

/** An answer where nothing was asked. */
function wordsForPick(task: TaskReference): string {
  const name = task.by === 'number' ? `task ${task.number}` : `“${task.title}”`;
  return `What should I do with ${name}? For example: “complete ${task.by === 'number' ? name : 'task 3'}”.`;
}
