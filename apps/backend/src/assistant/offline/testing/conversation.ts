import type { Task } from '@todo/todo';
import type { AssistantEvent, ChatMessage, NamedTask, ToolCaller, ToolCallRecord } from '../../assistant.ts';
import { offlineAssistant } from '../offline-assistant.ts';
import { inMemoryTools } from './in-memory-tools.ts';
import { memoryTaskStore } from './memory-task-store.ts';

/** What one turn came to. */
export interface Answer {
  readonly text: string;
  readonly deltas: readonly string[];
  /** The calls that change something, as `tool #id` or `tool "title"`. */
  readonly acts: readonly string[];
  readonly confirmation: readonly NamedTask[] | undefined;
}

/** A conversation with the offline assistant about tasks in memory. */
export interface Conversation {
  say(text: string, tools?: ToolCaller): Promise<Answer>;
  tasks(): Promise<readonly Task[]>;
}

/** Wednesday, 18 November 2026, 14:30 in Berlin. */
export const now = new Date('2026-11-18T13:30:00Z');
export const timeZone = 'Europe/Berlin';

/** Begins a conversation; every title is a task that is there already, numbered from 1. */
export async function startConversation(...titles: readonly string[]): Promise<Conversation> {
  const owner = { userId: 'ann', store: memoryTaskStore(now) };
  for (const title of titles) await owner.store.add('ann', { title });
  const mine = inMemoryTools(owner);
  const history: ChatMessage[] = [];
  return {
    async say(text, tools = mine) {
      history.push({ role: 'user', content: text, tool_calls: [] });
      const turn = { history: history.slice(-20), tools, now, timeZone, signal: new AbortController().signal };
      const events: AssistantEvent[] = [];
      for await (const event of offlineAssistant().reply(turn)) events.push(event);
      const answer = answerOf(events);
      const calls = events.flatMap((event) => (event.type === 'tool_call' ? [event.call] : []));
      history.push({ role: 'assistant', content: answer.text, tool_calls: calls });
      return answer;
    },
    async tasks() {
      const query = { status: 'all', sort: 'created', order: 'asc', skip: 0, limit: 1000 } as const;
      return (await owner.store.list('ann', query)).tasks;
    },
  };
}

function answerOf(events: readonly AssistantEvent[]): Answer {
  const deltas = events.flatMap((event) => (event.type === 'delta' ? [event.text] : []));
  const calls = events.flatMap((event) => (event.type === 'tool_call' ? [event.call] : []));
  const confirmation = events.find((event) => event.type === 'confirmation')?.tasks;
  const acts = calls.filter(({ tool }) => tool !== 'list_tasks').map(nameOf);
  return { text: deltas.join(''), deltas, acts, confirmation };
}

function nameOf({ tool, parameters }: ToolCallRecord): string {
  return 'task_id' in parameters
    ? `${tool} #${String(parameters['task_id'])}`
    : `${tool} "${String(parameters['title'])}"`;
}
