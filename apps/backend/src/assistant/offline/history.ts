import type { AssistantTurn, ChatMessage, NamedTask } from '../assistant.ts';
import type { Intent, TaskWish } from './intent.ts';
import { listedTasks, touchedTask } from './known-task.ts';
import { parse } from './parse.ts';
import { matching } from './text/matches.ts';

/** What a conversation has come to before its newest message. */
export interface Recollection {
  /** The tasks spoken of last: those acted on, or those shown, in the order shown. */
  readonly lastTasks: readonly NamedTask[];
  /** The assistant asked which task is meant for this, and has had no answer. */
  readonly openWish?: TaskWish;
  /** The assistant asked what the new task is called. */
  readonly titleAsked: boolean;
}

/** How often a question is asked again before it is forgotten. */
const PATIENCE = 3;

type When = Pick<AssistantTurn, 'now' | 'timeZone'>;

/**
 * Reads what went before out of the messages alone: the same replica need not have said it. What was asked follows from what
 * the person had said, by the same rules; what was shown follows from the tool calls kept with the answers.
 */
export function recollect(earlier: readonly ChatMessage[], when: When): Recollection {
  const lastTasks = tasksSpokenOf(earlier, when);
  const asked = openIntent(earlier, when);
  const openWish = asked && wishOf(asked, lastTasks);
  const titleAsked = asked?.type === 'ambiguous' && asked.missing === 'title';
  return { lastTasks, titleAsked, ...(openWish && { openWish }) };
}

function tasksSpokenOf(earlier: readonly ChatMessage[], when: When): readonly NamedTask[] {
  for (let at = earlier.length - 1; at >= 0; at--) {
    const message = earlier[at];
    if (message?.role !== 'assistant') continue;
    const touched = message.tool_calls.map(touchedTask).filter((task) => task !== undefined);
    if (touched.length > 0) return unique(touched);
    const listed = message.tool_calls.map(listedTasks).findLast((page) => page !== undefined);
    if (listed) return shown(listed.tasks, soleIntent(earlier[at - 1], when));
  }
  return [];
}

/** Of the tasks that were looked through for a title only those with that title were shown. */
function shown(tasks: readonly NamedTask[], intent: Intent | undefined): readonly NamedTask[] {
  const title =
    intent && 'task' in intent && 'by' in intent.task && intent.task.by === 'title' ? intent.task : undefined;
  return (title ? matching(tasks, title) : tasks).map(({ id, title: name }) => ({ id, title: name }));
}

function unique(tasks: readonly NamedTask[]): readonly NamedTask[] {
  return [...new Map(tasks.map((task) => [task.id, task])).values()];
}

function soleIntent(message: ChatMessage | undefined, when: When): Intent | undefined {
  if (message?.role !== 'user') return undefined;
  const intents = parse(message.content, { ...when, lastTasks: [] });
  return intents.length === 1 ? intents[0] : undefined;
}

/** The person's last message that was no answer to a question, if nothing has been done since. */
function openIntent(earlier: readonly ChatMessage[], when: When): Intent | undefined {
  let rounds = 0;
  for (let at = earlier.length - 1; at >= 0 && rounds < PATIENCE; at--) {
    const message = earlier[at];
    if (message?.role === 'assistant' && message.tool_calls.some((call) => touchedTask(call))) return undefined;
    if (message?.role !== 'user') continue;
    const intent = soleIntent(message, when);
    if (intent && intent.type !== 'pick' && intent.type !== 'unknown') return intent;
    rounds++;
  }
  return undefined;
}

/** What is still to be done with a task that is still to be named. */
function wishOf(intent: Intent, candidates: readonly NamedTask[]): TaskWish | undefined {
  if (intent.type === 'ambiguous') return intent.missing === 'task' ? intent.wish : undefined;
  if (!('task' in intent) || !('by' in intent.task) || intent.task.by !== 'title' || candidates.length === 1)
    return undefined;
  switch (intent.type) {
    case 'update':
      return { type: 'update', change: intent.change };
    case 'complete':
    case 'delete':
    case 'reopen':
    case 'show':
      return { type: intent.type };
    default:
      return undefined;
  }
}
